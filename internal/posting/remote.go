package posting

import (
	"regexp"
	"strings"
)

// The words for where work is done. They stand at the start of a word; Go's \b
// knows ASCII letters only.
var (
	remoteNone   = where(`no remote|not remote|no telecommut|on-?site only|100 ?% (?:on-?site|pr[ée]sentiel|vor ort|presencial)|pas de t[ée]l[ée]travail|kein homeoffice|sin teletrabajo|fully on-?site|sem teletrabalho|geen thuiswerk|bez pracy zdalnej`)
	remoteHybrid = where(`hybrid|hybride|h[íi]brid[oa]|ibrid[oa]|hybrydow|гибрид|υβριδικ|partial(?:ly)? remote|remote possible|t[ée]l[ée]travail (?:partiel|possible|occasionnel)|teletrabajo parcial|teletrabalho parcial|` +
		days + `[^.\n]{0,30}?(?:remote|at home|home ?office|t[ée]l[ée]travail|from home|teletrabajo|teletrabalho|smart working|thuis|zdaln|in casa|на дому|из дома|удал[её]нн|τηλεργασ|από το σπίτι)|` +
		`(?:thuis|home|office|kantoor)[^.\n]{0,12}(?: of | or )[^.\n]{0,20}(?:thuis|home|office|kantoor)|of thuis|` +
		`(?:t[ée]l[ée]travail|teletrabajo|teletrabalho|home ?office|remote|smart working|zdaln\p{L}*|thuiswerken)[^.\n\d]{0,16}` + days + ` ?(?:par|per|a la|por|pro|na|a|in der|the)? ?(?:week|semaine|woche|semana|settimana|tydzie|tygodni|month|mois|mes|maand)|` +
		`[1-9]\d? ?% (?:remote|home ?office|t[ée]l[ée]travail|teletrabajo|teletrabalho|thuis|smart working|zdaln|удал|τηλεργασ)|` +
		`teilweise (?:remote|home ?office)|home ?office (?:m[öo]glich|anteil|option)|частично удал`)
	remoteFull = where(`fully remote|100 ?% (?:remote|remoto|t[ée]l[ée]travail|home ?office|teletrabajo|teletrabalho|zdaln)|full(?:-| )?remote|remote[- ](?:first|only|position|role|job|work)|work from (?:home|anywhere)|t[ée]l[ée]travail (?:complet|total|int[ée]gral)|full t[ée]l[ée]travail|teletrabajo (?:completo|total)|teletrabalho|en remoto|em remoto|da remoto|vollst[äa]ndig remote|smart working|praca (?:\p{L}+ )?zdalna|zdaln|thuiswerk|op afstand|удал[её]нн|удал[её]нк|дистанционн|τηλεργασ|εξ αποστάσεως|remote(?:[^\p{L}]|$)|remoto|teletrabajo|t[ée]l[ée]travail|home ?office`)
	remoteSite = where(`on-?site|in[- ]office|sur site|en pr[ée]sentiel|vor ort|presencial|in sede|op locatie|stacjonarn|на месте`)
)

// days is a number of days of the week.
const days = `(?:\d|one|two|three|un|deux|trois|ein|zwei|drei|dos|tres|due|tre|dois|duas|três|een|twee|drie|dwa|trzy|два|три|δύο|τρεις) (?:days?|jours?|tage?|d[íi]as?|giorn\p{L}|dagen|dni|дня|дней|ημέρες|μέρες|at home)?`

func where(words string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])(?:` + words + `)`)
}

// anywhere marks a text that may say where work is done.
var anywhere = list(`remote|hybrid|híbrid|ibrid|home|télétravail|teletravail|teletrabajo|teletrabalho|on site|onsite|in office|sur site|présentiel|vor ort|presencial|in sede|stacjonarn|zdaln|thuis|op afstand|op locatie|telecommut|remoto|smart working|удален|удалён|дистанц|гибрид|hybryd|υβριδ|τηλεργασ|αποστάσεως|на месте|из дома`)

// elsewhere are phrases in which the words mean something else.
var elsewhere = strings.NewReplacer("remote sensing", "", "Remote sensing", "", "remote control", "", "remote site", "", "remote area", "", "remote location", "", "nursing home", "", "care home", "", "home care", "")

// remoteOf says where a text wants the work done; the narrower statement wins.
func remoteOf(text string) Remote {
	if !anywhere.in(lower(text)) {
		return RemoteUnknown
	}
	text = elsewhere.Replace(text)
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
