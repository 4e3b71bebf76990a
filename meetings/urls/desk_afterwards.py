"""The digest and what people thought."""

from django.urls import path

from meetings import views

urlpatterns = [
    path("desk/<slug:slug>/<int:number>/digest/", views.digest, name="digest"),
    path(
        "desk/<slug:slug>/<int:number>/digest/publish/", views.publish_digest, name="publish_digest"
    ),
    path(
        "desk/<slug:slug>/<int:number>/digest/withdraw/",
        views.withdraw_digest,
        name="withdraw_digest",
    ),
    path(
        "desk/<slug:slug>/<int:number>/feedback/", views.feedback_results, name="feedback_results"
    ),
    path("place/<str:key>/feedback/", views.give_feedback, name="give_feedback"),
]
