from django.urls import path

from learning_patterns import views

app_name = "patterns"
urlpatterns = [
    path("patterns/", views.patterns, name="patterns"),
    path("patterns/<slug:slug>/", views.pattern, name="pattern"),
]
