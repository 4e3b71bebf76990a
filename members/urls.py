from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("members/", views.directory, name="directory"),
    path("members/people/<str:handle>/", views.member, name="member"),
    path("members/people/<str:handle>/write/", views.write, name="write"),
    path("members/messages/", views.received, name="messages"),
    path("members/messages/<str:handle>/mute/", views.mute, name="mute"),
    path("members/messages/<str:handle>/unmute/", views.unmute, name="unmute"),
    path("members/profile/", views.profile, name="profile"),
    path("members/profile/left/<int:number>/", views.leave_affiliate, name="leave_affiliate"),
    path("members/profile/affiliations/", views.add_affiliation, name="add_affiliation"),
    path(
        "members/profile/affiliations/<int:number>/",
        views.change_affiliation,
        name="change_affiliation",
    ),
    path(
        "members/profile/affiliations/<int:number>/drop/",
        views.drop_affiliation,
        name="drop_affiliation",
    ),
    path(
        "members/affiliations/<int:number>/confirm/",
        views.confirm_affiliation,
        name="confirm_affiliation",
    ),
    path("members/still-active/", views.still_active, name="still_active"),
    path("members/still-active/yes/", views.confirm_active, name="confirm_active"),
    path("members/still-active/no/", views.leave_network, name="leave_network"),
    path("accounts/", views.account, name="account"),
    path("me/data/", views.my_data, name="my_data"),
    path("me/data/download/<slug:kind>/", views.download_data, name="download_data"),
    path("me/data/delete/", views.delete_me, name="delete_me"),
    path("me/data/deleted/", views.deleted, name="deleted"),
    path("members/apply/", views.apply, name="apply"),
    path("members/application/", views.application, name="application"),
    path("members/application/answer/", views.answer, name="answer"),
    path("members/application/withdraw/", views.withdraw, name="withdraw"),
    path("members/affiliates/", views.affiliates, name="affiliates"),
    path("members/affiliates/<slug:slug>/", views.affiliate, name="affiliate"),
    path("moderation/", views.moderation, name="moderation"),
    path("moderation/decided/", views.decided, name="decided"),
    path("moderation/history/", views.history, name="history"),
    path("moderation/admins/", views.admins, name="admins"),
    path("moderation/admins/<str:handle>/unmake/", views.unmake_admin, name="unmake_admin"),
    path("moderation/policy/", views.drafts, name="drafts"),
    path("moderation/policy/new/", views.new_draft, name="new_draft"),
    path("moderation/policy/<int:number>/", views.edit_draft, name="edit_draft"),
    path("moderation/policy/<int:number>/compare/", views.compare_draft, name="compare_draft"),
    path("moderation/policy/<int:number>/publish/", views.publish_draft, name="publish_draft"),
    path("moderation/policy/<int:number>/discard/", views.discard_draft, name="discard_draft"),
    path("moderation/policy/<int:number>/acknowledged/", views.acknowledged, name="acknowledged"),
    path("moderation/exclusions/", views.exclusions, name="exclusions"),
    path("moderation/exclusions/add/", views.add_exclusion, name="add_exclusion"),
    path("moderation/exclusions/look-up/", views.look_up_exclusion, name="look_up_exclusion"),
    path("moderation/exclusions/<int:number>/", views.exclusion, name="exclusion"),
    path(
        "moderation/exclusions/<int:number>/<slug:act>/",
        views.decide_exclusion,
        name="decide_exclusion",
    ),
    path("moderation/mailing-list/", views.mailing_list, name="mailing_list"),
    path(
        "moderation/mailing-list/<slug:name>.txt", views.mailing_list_file, name="mailing_list_file"
    ),
    path("members/mailing-list/", views.want_list, name="want_list"),
    path("moderation/members/<str:handle>/ban-list/", views.check_ban_list, name="check_ban_list"),
    path("moderation/members/<str:handle>/", views.membership, name="membership"),
    path("moderation/members/<str:handle>/<slug:act>/", views.decide, name="decide"),
    path("moderation/still-active/", views.to_ask, name="to_ask"),
    path("moderation/still-active/remind/", views.remind_members, name="remind_members"),
    path("moderation/still-active/confirm/", views.confirm_members, name="confirm_members"),
    path("moderation/still-active/end/", views.end_members, name="end_members"),
    path("moderation/affiliates/named/", views.proposed_affiliates, name="proposed_affiliates"),
    path("moderation/affiliates/named/<str:handle>/put/", views.put_proposed, name="put_proposed"),
    path(
        "moderation/affiliates/named/<str:handle>/dismiss/",
        views.dismiss_proposed,
        name="dismiss_proposed",
    ),
    path("moderation/affiliates/add/", views.add_affiliate, name="add_affiliate"),
    path(
        "moderation/affiliates/<slug:slug>/change/", views.change_affiliate, name="change_affiliate"
    ),
    path(
        "moderation/affiliates/<slug:slug>/retire/", views.retire_affiliate, name="retire_affiliate"
    ),
    path(
        "moderation/affiliates/<slug:slug>/revive/", views.revive_affiliate, name="revive_affiliate"
    ),
    path("moderation/affiliates/<slug:slug>/merge/", views.merge_affiliate, name="merge_affiliate"),
    path("safe-space/", views.policy, name="policy"),
    path("safe-space/versions/", views.policy_versions, name="policy_versions"),
    path("safe-space/versions/<int:number>/", views.policy_version, name="policy_version"),
]
