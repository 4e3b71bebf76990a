"""What goes on beside a text until it is good: remarks, and what is not saved yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning_patterns.models.patterns import WROTE, Pattern


class Remark(models.Model):
    """What a reviewer said, about one field or the whole."""

    pattern = models.ForeignKey(Pattern, models.CASCADE, related_name="remarks")
    number = models.PositiveIntegerField(_("about revision"))
    field = models.CharField(_("about"), max_length=20, blank=True)
    # The passage of that field that it is about, as it stood there.
    quote = models.CharField(_("passage"), max_length=500, blank=True)
    text = models.TextField(_("remark"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), **WROTE)
    at = models.DateTimeField(_("at"))
    # Somebody has done what it asks for.
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, **WROTE)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pattern_id} {self.field}"

    @property
    def about(self) -> str:
        """The field it is about, as it is called; "" for the whole pattern."""
        return str(Pattern._meta.get_field(self.field).verbose_name) if self.field else ""


class Unsaved(models.Model):
    """What somebody has typed into a form and not saved yet, so that a closed window loses
    nothing. Nobody else sees it; deleted when it is saved, or when its time is over."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # Path and query of the form.
    page = models.CharField(max_length=300)
    # The form's fields as they were sent.
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("unsaved writing")
        verbose_name_plural = _("unsaved writing")
        constraints = [
            models.UniqueConstraint(fields=["person", "page"], name="one_unsaved_per_page")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.page}"
