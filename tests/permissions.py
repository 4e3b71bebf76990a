"""Who may do what: a row for every address of the portal."""

from tests.areas import AREAS
from tests.permitting import (
    ADMINS,
    ALL,
    CAST,
    MEMBERS,
    NOT_ALLOWED,
    NOT_HERE,
    ONLY_DANA,
    PAGE,
    REDIRECT,
    STRANGERS,
    WHO_RUNS_IT,
    WORDS,
    WRITERS,
    Row,
    act_on_place,
    applicant,
    draft,
    draft_session,
    each,
    key_of_place,
    later,
    of_affiliate,
    pattern,
    rough,
    unseen,
)

__all__ = ["CAST", "NOT_ALLOWED", "ROWS", "Row"]

ROWS: dict[str, Row] = {
    "home": Row(*PAGE),
    "privacy": Row(*PAGE),
    "healthz": Row(*PAGE),
    "readyz": Row(*PAGE),
    "time_zone": Row(ALL, WORDS),
    "language": Row(NOT_ALLOWED, REDIRECT),
    # Only in the demonstration, where whoever runs it reads all mail.
    "demo:mailbox": Row(*PAGE),
    "demo:message": Row(NOT_HERE, NOT_ALLOWED, lambda w: ["no-such-message"]),
    "demo:message_html": Row(NOT_HERE, NOT_ALLOWED, lambda w: ["no-such-message"]),
    "demo:attachment": Row(NOT_HERE, NOT_ALLOWED, lambda w: ["no-such-message", 0]),
    # --- Meetings
    "meetings:upcoming": Row(*PAGE),
    "meetings:past": Row(*PAGE),
    "meetings:all_calendar": Row(*PAGE),
    "meetings:feed": Row(*PAGE),
    "meetings:meeting": Row(*PAGE, lambda w: [w.meeting.slug]),
    "meetings:meeting#draft": Row(WHO_RUNS_IT, NOT_ALLOWED, draft),
    "meetings:meeting_calendar": Row(*PAGE, lambda w: [w.meeting.slug]),
    "meetings:meeting_calendar#draft": Row(WHO_RUNS_IT, NOT_ALLOWED, draft),
    "meetings:session_calendar": Row(*PAGE, later),
    "meetings:session_calendar#unseen": Row(WHO_RUNS_IT, NOT_ALLOWED, unseen),
    "meetings:session_calendar#draft": Row(WHO_RUNS_IT, NOT_ALLOWED, draft_session),
    "meetings:sign_up": Row(ALL, WORDS, later),
    "meetings:sign_up#has a place": Row(
        "200 200 302 200 200 200",
        "422 422 302 422 422 422",
        lambda w: [w.meeting.slug, w.soon.number],
    ),
    "meetings:sign_up#cancelled": Row(
        each("403"), each("403"), lambda w: [w.meeting.slug, w.off.number]
    ),
    "meetings:sign_up#over": Row(
        each("403"), each("403"), lambda w: [w.meeting.slug, w.past.number]
    ),
    "meetings:sign_up#draft": Row(
        "404 404 404 403 404 403", "404 404 404 403 404 403", draft_session
    ),
    "meetings:check_mail": Row(*PAGE, later),
    "meetings:check_mail#unseen": Row(WHO_RUNS_IT, NOT_ALLOWED, unseen),
    # --- Sign-up pages in and out
    "meetings:import_page": Row(WHO_RUNS_IT, "404 404 404 422 404 422", lambda w: [w.meeting.slug]),
    "meetings:wikitext": Row(WHO_RUNS_IT, NOT_ALLOWED, lambda w: [w.meeting.slug]),
    "meetings:wikitext_file": Row(WHO_RUNS_IT, NOT_ALLOWED, lambda w: [w.meeting.slug, "lists"]),
    "meetings:wikitext_file#of nothing": Row(
        NOT_HERE, NOT_ALLOWED, lambda w: [w.meeting.slug, "everything"]
    ),
    "meetings:programme_wikitext": Row(*PAGE, lambda w: [w.programme.slug]),
    # --- A place, behind its key
    "meetings:place": Row(ONLY_DANA.format("200"), NOT_ALLOWED, key_of_place),
    "meetings:place_calendar": Row(ONLY_DANA.format("200"), NOT_ALLOWED, key_of_place),
    "meetings:place_confirm": act_on_place("302"),
    "meetings:place_acknowledge": act_on_place("302"),
    "meetings:place_appearance": act_on_place("302", name="Dana D.", visibility="anonymous"),
    "meetings:place_move": act_on_place("302", session="2"),
    "meetings:place_cancel": act_on_place("302"),
    "meetings:place_forget": act_on_place("302"),
    "meetings:personal_feed": Row(
        ONLY_DANA.format("200"), NOT_ALLOWED, lambda w: [w.dana.feed_key]
    ),
    "meetings:mine": Row(MEMBERS.format("200"), MEMBERS.format("405")),
    "meetings:new_feed": Row(MEMBERS.format("405"), MEMBERS.format("302")),
    # --- The safe space
    "members:policy": Row(*PAGE),
    "members:policy_versions": Row(*PAGE),
    "members:policy_version": Row(*PAGE, lambda w: [w.newest.number]),
    "members:policy_version#draft": Row(NOT_HERE, NOT_ALLOWED, lambda w: [w.in_work.number]),
    "meetings:make_report": Row(ALL, WORDS),
    "meetings:report_thanks": Row(*PAGE),
    "meetings:report": Row(
        "login login 404 200 404 404",
        "login login 404 302 404 404",
        lambda w: [w.for_ben.handle],
        {"seen": "0", "status": "open", "note": "I wrote to them."},
    ),
    "meetings:report#about the facilitator": Row(
        "login login 404 404 404 200",
        "login login 404 404 404 302",
        lambda w: [w.for_ada.handle],
        {"seen": "0", "status": "open", "note": "I called."},
    ),
    # --- Members
    "members:directory": Row(*PAGE),
    "members:member": Row(
        "404 404 200 404 404 200", NOT_ALLOWED, lambda w: [w.listed.person.handle]
    ),
    "members:affiliates": Row(*PAGE),
    "members:affiliate": Row(*PAGE, lambda w: [w.affiliate.slug]),
    "members:profile": Row("login login 200 302 302 302", "login login 422 302 302 302"),
    "members:leave_affiliate": Row(MEMBERS.format("405"), MEMBERS.format("404"), lambda w: [1]),
    "members:apply": Row("login login 302 200 200 200", "login login 302 422 422 422"),
    "members:application": Row("login login 200 302 302 302", MEMBERS.format("405")),
    "members:answer": Row(MEMBERS.format("405"), "login login 422 404 404 404"),
    "members:withdraw": Row(MEMBERS.format("405"), "login login 422 404 404 404"),
    "members:write": Row(
        "login login 200 404 404 403",
        "login login 422 404 404 403",
        lambda w: [w.listed.person.handle],
    ),
    "members:messages": Row("login login 200 302 302 302", MEMBERS.format("405")),
    "members:mute": Row(MEMBERS.format("405"), MEMBERS.format("404"), lambda w: ["nobody"]),
    "members:unmute": Row(MEMBERS.format("405"), MEMBERS.format("404"), lambda w: ["nobody"]),
    # --- What admins decide
    "members:moderation": Row(ADMINS.format("200"), ADMINS.format("405")),
    "members:decided": Row(ADMINS.format("200"), ADMINS.format("405")),
    "members:history": Row(ADMINS.format("200"), ADMINS.format("405")),
    "members:admins": Row(ADMINS.format("200"), ADMINS.format("405")),
    # She is the last one.
    "members:unmake_admin": Row(
        ADMINS.format("405"), ADMINS.format("409"), lambda w: [w.ada.handle]
    ),
    "members:membership": Row(ADMINS.format("200"), ADMINS.format("405"), applicant),
    "members:decide": Row(
        ADMINS.format("405"),
        ADMINS.format("302"),
        lambda w: [*applicant(w), "ask"],
        {"seen": "0", "text": "Why?"},
    ),
    "members:decide#no such act": Row(
        ADMINS.format("405"), ADMINS.format("404"), lambda w: [*applicant(w), "delete"]
    ),
    "members:add_affiliate": Row(ADMINS.format("200"), ADMINS.format("422")),
    "members:change_affiliate": Row(ADMINS.format("200"), ADMINS.format("422"), of_affiliate),
    "members:merge_affiliate": Row(ADMINS.format("200"), ADMINS.format("422"), of_affiliate),
    "members:retire_affiliate": Row(ADMINS.format("405"), ADMINS.format("302"), of_affiliate),
    "members:revive_affiliate": Row(ADMINS.format("405"), ADMINS.format("302"), of_affiliate),
    # --- Learning patterns
    "patterns:patterns": Row(*PAGE),
    "patterns:pattern": Row(*PAGE, pattern),
    "patterns:feed": Row(*PAGE),
    "patterns:pattern#draft": Row("404 404 200 404 404 200", NOT_ALLOWED, rough),
    "patterns:new": Row(
        WRITERS.format("200"), WRITERS.format("302"), data={"title": "T", "language": "en"}
    ),
    "patterns:review": Row(WRITERS.format("200"), NOT_ALLOWED),
    "patterns:edit": Row(
        WRITERS.format("200"),
        WRITERS.format("302"),
        pattern,
        {
            "title": "A published pattern",
            "language": "en",
            "categories": "welcome",
            "problem": "P",
            "solution": "S",
        },
    ),
    "patterns:history": Row(WRITERS.format("200"), NOT_ALLOWED, rough),
    "patterns:revision": Row(WRITERS.format("404"), NOT_ALLOWED, lambda w: [w.rough.slug, 7]),
    "patterns:restore": Row(NOT_ALLOWED, WRITERS.format("404"), lambda w: [w.rough.slug, 7]),
    "patterns:ask_review": Row(NOT_ALLOWED, WRITERS.format("302"), rough),
    "patterns:send_back": Row(NOT_ALLOWED, WRITERS.format("422"), rough, {"text": "More."}),
    "patterns:publish": Row(NOT_ALLOWED, WRITERS.format("302"), rough, {"number": "0"}),
    "patterns:still_right": Row(NOT_ALLOWED, WRITERS.format("302"), pattern),
    "patterns:archive": Row(NOT_ALLOWED, WRITERS.format("302"), pattern),
    "patterns:revive": Row(NOT_ALLOWED, WRITERS.format("302"), pattern),
    "patterns:endorse": Row(NOT_ALLOWED, MEMBERS.format("302"), pattern, {"reason": "Good."}),
    "patterns:unendorse": Row(NOT_ALLOWED, MEMBERS.format("302"), pattern),
    "patterns:tried": Row(
        MEMBERS.format("200"),
        MEMBERS.format("302"),
        pattern,
        {"outcome": "worked", "place": "Here", "story": "It went well."},
    ),
    "patterns:tried#draft": Row(
        "login login 403 404 404 403", "login login 403 404 404 403", rough
    ),
    "patterns:untried": Row(NOT_ALLOWED, MEMBERS.format("302"), pattern),
    # --- Signing in (allauth): only ever about the account of who asks
    "account_login": Row(REDIRECT, REDIRECT),
    "account_reset_password": Row(REDIRECT, REDIRECT),
    "account_request_login_code": Row(STRANGERS.format("200"), STRANGERS.format("422")),
    "account_signup": Row(STRANGERS.format("200"), STRANGERS.format("422")),
    "account_confirm_login_code": Row(REDIRECT, REDIRECT),
    "account_email_verification_sent": Row(REDIRECT, REDIRECT),
    "account_inactive": Row(*PAGE),
    "account_logout": Row("302 302 200 200 200 200", REDIRECT),
    "account_email": Row(MEMBERS.format("200"), MEMBERS.format("302")),
    "account_reauthenticate": Row(MEMBERS.format("403"), MEMBERS.format("403")),
    # --- One's Wikimedia account. Nobody comes back from the wiki here (tests/oauth)
    "mediawiki_login": Row(ALL, ALL),
    "mediawiki_callback": Row(each("400"), NOT_ALLOWED),
    "socialaccount_login_cancelled": Row(*PAGE),
    "account_wikimedia": Row(MEMBERS.format("200"), MEMBERS.format("405")),
    "account_wikimedia_disconnect": Row(MEMBERS.format("405"), MEMBERS.format("302")),
    "usersessions_list": Row(MEMBERS.format("200"), MEMBERS.format("302")),
    # --- The second factor: nobody has one here, so there is none to use, change or remove
    "mfa_index": Row(MEMBERS.format("200"), MEMBERS.format("405")),
    "mfa_authenticate": Row(REDIRECT, REDIRECT),
    "mfa_reauthenticate": Row(MEMBERS.format("403"), MEMBERS.format("403")),
    "mfa_activate_totp": Row(MEMBERS.format("200"), MEMBERS.format("422")),
    "mfa_deactivate_totp": Row(MEMBERS.format("404"), MEMBERS.format("404")),
    "mfa_generate_recovery_codes": Row(MEMBERS.format("200"), MEMBERS.format("422")),
    "mfa_view_recovery_codes": Row(MEMBERS.format("404"), MEMBERS.format("405")),
    "mfa_download_recovery_codes": Row(MEMBERS.format("404"), MEMBERS.format("404")),
    "mfa_list_webauthn": Row(MEMBERS.format("200"), MEMBERS.format("405")),
    "mfa_add_webauthn": Row(MEMBERS.format("200"), MEMBERS.format("422")),
    "mfa_login_webauthn": Row(REDIRECT, REDIRECT),
    "mfa_reauthenticate_webauthn": Row(MEMBERS.format("403"), MEMBERS.format("403")),
    "mfa_edit_webauthn": Row(MEMBERS.format("404"), MEMBERS.format("404"), lambda w: [1]),
    "mfa_remove_webauthn": Row(MEMBERS.format("404"), MEMBERS.format("404"), lambda w: [1]),
}
for area in AREAS:
    ROWS |= area.PERMISSIONS
