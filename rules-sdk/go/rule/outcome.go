package rule

// Outcome is all that one evaluation found.
type Outcome struct {
	// Checks has one row a subject checked, passed ones too.
	Checks []Check
	// Score is that of a rule that scores, or nil.
	Score *Score
	// Artifacts are the documents that the rule wrote.
	Artifacts []Artifact
	// Derived has facts for entries of the policy that need this one, or nil: a struct or a map with string keys.
	Derived any
}

// Add adds rows.
func (o *Outcome) Add(checks ...Check) { o.Checks = append(o.Checks, checks...) }

// Attach adds a document that the rule wrote. The name is a file's, without a folder, and unique within the outcome.
func (o *Outcome) Attach(name, mediaType string, content []byte) {
	o.Artifacts = append(o.Artifacts, Artifact{name, mediaType, content})
}

// Artifact is a document that a rule wrote.
type Artifact struct {
	// Name is a file's, without a folder.
	Name string
	// MediaType is an RFC 6838 media type.
	MediaType string
	// Content is the document itself.
	Content []byte
}

// Score is a number that the policy may band into review and deny.
type Score struct {
	// Points are those in all.
	Points float64
	// OutOf is the most there can be.
	OutOf float64
	// Contributions are what the points are made of.
	Contributions []Contribution
}

// Contribution is one term of a score.
type Contribution struct {
	// Factor is what contributes.
	Factor string
	// Points are those that this factor adds; they may be negative.
	Points float64
	// Reason says why so many, in one sentence of plain text.
	Reason string
}

// ScoreOutOf is a score of nothing yet.
func ScoreOutOf(points float64) *Score { return &Score{OutOf: points} }

// Add adds a term. The sum stays between 0 and the maximum.
func (s *Score) Add(factor string, points float64, reason string) {
	s.Contributions = append(s.Contributions, Contribution{factor, points, reason})
	// Between its bounds the score is the sum so far. Adding up all terms for each would take the square of their number.
	sum := s.Points + points
	if s.Points <= 0 || s.Points >= s.OutOf {
		sum = 0
		for _, term := range s.Contributions {
			sum += term.Points
		}
	}
	s.Points = min(max(sum, 0), s.OutOf)
}
