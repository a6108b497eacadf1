package clerk

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	sdk "github.com/clerk/clerk-sdk-go/v2"
	"github.com/clerk/clerk-sdk-go/v2/user"

	"jobops/internal/outbound"
	"jobops/internal/owner"
)

// API is the address of Clerk's Backend API.
const API = "https://api.clerk.com/v1"

// Users are the people that Clerk keeps for this instance.
type Users struct{ client *user.Client }

// NewUsers returns them; key is a secret key of the Backend API, base API except
// in tests.
func NewUsers(out outbound.Doer, base, key string) *Users {
	config := &sdk.ClientConfig{BackendConfig: sdk.BackendConfig{Key: sdk.String(key), URL: sdk.String(base), HTTPClient: outbound.Standard(out)}}
	return &Users{user.NewClient(config)}
}

// Announce writes the id of an account to its user, as external id: by it the user
// is found when the account is deleted.
func (u *Users) Announce(ctx context.Context, who owner.ID, id string) error {
	_, err := u.client.Update(ctx, id, &user.UpdateParams{ExternalID: sdk.String(string(who))})
	return failure("announce", err)
}

// Forget deletes whoever Clerk keeps for an account. Nobody being there is no
// error: deleted is deleted.
func (u *Users) Forget(ctx context.Context, who owner.ID) (int64, error) {
	found, err := u.client.List(ctx, &user.ListParams{ExternalIDs: []string{string(who)}})
	if err != nil {
		return 0, failure("find", err)
	}
	var n int64
	for _, one := range found.Users {
		if one.ExternalID == nil || *one.ExternalID != string(who) {
			continue // never another's, whatever the filter did
		}
		if _, err := u.client.Delete(ctx, one.ID); err != nil && !gone(err) {
			return n, failure("delete", err)
		}
		n++
	}
	return n, nil
}

func gone(err error) bool {
	e, ok := errors.AsType[*sdk.APIErrorResponse](err)
	return ok && e.HTTPStatusCode == http.StatusNotFound
}

// failure keeps what Clerk says of a person out of errors.
func failure(what string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*sdk.APIErrorResponse](err); ok {
		return fmt.Errorf("clerk: %s: status %d", what, e.HTTPStatusCode)
	}
	return fmt.Errorf("clerk: %s: no answer", what)
}
