"""How every form of the portal is drawn."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Label above the field, help below it, the error beside it in words."""

    field_template_name = "components/field.html"
