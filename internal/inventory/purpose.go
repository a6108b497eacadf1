package inventory

// Purpose is why personal data are handled: the id of an activity of the
// declaration. It is a type of its own so that a route, a disclosure or a task
// cannot be written without one.
type Purpose string

// The purposes, one per activity of inventory.yaml.
const (
	Accounts       Purpose = "accounts"
	CVProcessing   Purpose = "cv_processing"
	AIOptimisation Purpose = "ai_optimisation"
	Applications   Purpose = "applications"
	JobSearch      Purpose = "job_search"
	Usage          Purpose = "usage"
	Contact        Purpose = "contact"
	Security       Purpose = "security"
	Rights         Purpose = "rights"
)
