"""A sign-up page as it is brought: parsed and explained, nothing else."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    """A sign-up page of a wiki: pasted, or as a file that is read and not kept."""

    LONGEST = 500_000  # bytes
    LINES = 20_000

    text = forms.CharField(
        label=_("The page"),
        strip=False,
        error_messages={"required": _("Please paste the page here, or choose a file with it.")},
        help_text=_(
            "Open the page on the wiki, choose “Edit source”, and copy everything into this field. "
            "The page as you read it, or its HTML, does as well."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "dir": "auto"}),
    )
    file = forms.FileField(
        label=_("Or a file with it"),
        required=False,
        help_text=_("A text file of up to 500 kB. It is read and not kept."),
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=2001,
        max_value=2100,
        help_text=_("If the dates on the page come without one."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.files.get("file"):
            self.fields["text"].required = False

    def clean(self) -> dict[str, object]:
        """The text, from wherever it came, with line ends as they are on the wiki."""
        data = super().clean()
        if self.errors:
            return data
        text = self._read(data["file"]) if data["file"] else data["text"]
        if text is None:
            self.add_error("file", _("This is no text file in UTF-8, so we cannot read it."))
        elif self._is_too_long(text):
            sentence = _("This is longer than 500 kB or 20,000 lines. Please bring only the lists.")
            self.add_error("file" if data["file"] else "text", sentence)
        elif not text.strip():
            self.add_error("file" if data["file"] else "text", _("There is nothing in it."))
        else:
            data["text"] = text.replace("\r\n", "\n")
        return data

    def _is_too_long(self, text: str) -> bool:
        return len(text.encode()) > self.LONGEST or text.count("\n") > self.LINES

    def _read(self, file: UploadedFile) -> str | None:
        try:
            return file.read(self.LONGEST + 1).decode("utf-8-sig", "strict")
        except UnicodeDecodeError as error:
            # Cut off in the middle of a letter: too long, and not damaged.
            return "x" * (self.LONGEST + 1) if error.start > self.LONGEST - 4 else None
