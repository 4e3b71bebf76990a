from django.urls import path

from tests.benchmark.bare import views

urlpatterns = [
    path("meetings/", views.meetings),
    path("meetings/<slug:slug>/", views.meeting),
    path("sign-up/<int:session>/<int:person>/", views.sign_up),
]
