package posting

import "regexp"

var (
	remoteNone   = regexp.MustCompile(`(?i)\b(?:no remote|not remote|no telecommut|on-?site only|100 ?% (?:on-?site|pr[ée]sentiel|vor ort|presencial)|pas de t[ée]l[ée]travail|kein homeoffice|sin teletrabajo|fully on-?site)`)
	remoteHybrid = regexp.MustCompile(`(?i)\b(?:hybrid|hybride|h[íi]brid[oa]|hybrydow|partial(?:ly)? remote|remote possible|t[ée]l[ée]travail (?:partiel|possible|occasionnel)|teletrabajo parcial|(?:\d|one|two|three|un|deux|trois|zwei|drei|ein|dos|tres) (?:days?|jours?|tage?|d[íi]as?)[^.\n]{0,30}(?:remote|home ?office|t[ée]l[ée]travail|from home|teletrabajo)|teilweise (?:remote|home ?office)|home ?office (?:m[öo]glich|anteil|option))`)
	remoteFull   = regexp.MustCompile(`(?i)\b(?:fully remote|100 ?% (?:remote|t[ée]l[ée]travail|home ?office|teletrabajo)|full(?:-| )?remote|remote[- ](?:first|only|position|role|job|work)|work from (?:home|anywhere)|t[ée]l[ée]travail (?:complet|total|int[ée]gral)|full t[ée]l[ée]travail|teletrabajo (?:completo|total)|en remoto|vollst[äa]ndig remote|da remoto|praca zdalna|zdalnie|thuiswerk|удаленн|удалённ|remote\b|teletrabajo|t[ée]l[ée]travail|home ?office)`)
	remoteSite   = regexp.MustCompile(`(?i)\b(?:on-?site|in[- ]office|sur site|en pr[ée]sentiel|vor ort|presencial|in sede|stacjonarn)`)
)

// anywhere marks a text that may say where work is done.
var anywhere = list(`remote|hybrid|híbrid|home|télétravail|teletravail|teletrabajo|on site|onsite|in office|sur site|présentiel|vor ort|presencial|in sede|stacjonarn|zdaln|thuis|telecommut|remoto|удален|удалён|hybryd`)

// remoteOf says where a text wants the work done; the narrower statement wins.
func remoteOf(text string) Remote {
	if !anywhere.in(lower(text)) {
		return RemoteUnknown
	}
	switch {
	case remoteNone.MatchString(text):
		return RemoteNone
	case remoteHybrid.MatchString(text):
		return RemoteHybrid
	case remoteFull.MatchString(text):
		return RemoteFull
	case remoteSite.MatchString(text):
		return RemoteNone
	}
	return RemoteUnknown
}
