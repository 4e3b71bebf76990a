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
    path("moderation/members/<str:handle>/", views.membership, name="membership"),
    path("moderation/members/<str:handle>/<slug:act>/", views.decide, name="decide"),
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
