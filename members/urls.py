from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("safe-space/", views.policy, name="policy"),
    path("safe-space/versions/", views.policy_versions, name="policy_versions"),
    path("safe-space/versions/<int:number>/", views.policy_version, name="policy_version"),
]
