/* Why a rule has not what a program has. */
#ifndef CLEARANCE_SEALED_H
#define CLEARANCE_SEALED_H

#define OUTPUT "is not there: a rule has no output; put the text into the message of a check, or into an artifact"
#define INPUT "is not there: a rule has no input but facts and params"
#define FILES "is not there: a rule has no files; what it needs are facts and params"
#define CLOCK "is not there: a rule has no clock; use `at`, the time of the decision"
#define CHANCE "is not there: a rule has no randomness: the same facts must give the same outcome"
#define SYSTEM "is not there: a rule has no system around it"
#define ENDING "ends nothing but this rule: let `evaluate` return, or panic with the reason"

#endif
