package inventory

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// checkTexts finds every sentence that one of the languages lacks and names
// the place: "processors[2].retention".
func (inv *Inventory) checkTexts() error {
	return halfTexts(reflect.ValueOf(*inv), "")
}

func halfTexts(v reflect.Value, place string) error {
	if t, ok := v.Interface().(Text); ok {
		if strings.TrimSpace(t.EN) == "" || strings.TrimSpace(t.FR) == "" {
			return fmt.Errorf("%s: a text needs both languages", place)
		}
		return nil
	}
	var errs []error
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return halfTexts(v.Elem(), place)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name := strings.Trim(place+"."+v.Type().Field(i).Tag.Get("yaml"), ".")
			errs = append(errs, halfTexts(v.Field(i), name))
		}
	case reflect.Slice:
		for i := range v.Len() {
			errs = append(errs, halfTexts(v.Index(i), fmt.Sprintf("%s[%d]", place, i)))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			errs = append(errs, halfTexts(v.MapIndex(key), fmt.Sprintf("%s.%s", place, key)))
		}
	}
	return errors.Join(errs...)
}
