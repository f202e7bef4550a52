// Imports the kit and registers nothing.
package main

import _ "clearance.rule/kit/rule"

func main() {}
