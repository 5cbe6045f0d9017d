"""Error messages of form fields."""

import inspect

from flask import Flask
from flask_appbuilder import fields
from flask_appbuilder import validators as fab_validators
from flask_babel import force_locale
from flask_wtf import FlaskForm, file
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectField, StringField, validators
from wtforms.fields import choices, datetime, numeric

from app.views.forms.common.messages import MESSAGES


class Example(FlaskForm):
    """A form with one field for each common mistake."""

    class Meta:
        csrf = False

    name = StringField(validators=[validators.InputRequired()])
    title = StringField(validators=[validators.Length(max=3)])
    email = StringField(validators=[validators.Email()])
    number = IntegerField()
    day = DateField()
    kind = SelectField(choices=[("a", "A")])


WRONG = MultiDict(
    {"title": "四文字だ", "email": "x", "number": "多い", "day": "2026-02-30", "kind": "b"}
)


def test_each_error_message_says_how_to_correct_the_input(app: Flask) -> None:
    with app.test_request_context("/"):
        form = Example(WRONG)
        form.validate()
        assert {name: str(messages[0]) for name, messages in form.errors.items()} == {
            "name": "入力または選択してください。",
            "title": "3文字以内で入力してください。",
            "email": "メールアドレスは「name@example.jp」の形で入力してください。",
            "number": "整数で入力してください。",
            "day": "実在する日付を「2026-04-01」の形で入力してください。",
            "kind": "表示されている中から選んでください。",
        }


def test_messages_follow_the_chosen_language(app: Flask) -> None:
    with app.test_request_context("/"), force_locale("en"):
        form = Example(WRONG)
        form.validate()
        assert str(form.errors["title"][0]) == "Enter at most 3 characters."


def test_replaced_messages_still_exist_in_the_libraries() -> None:
    modules = (validators, choices, datetime, numeric, file, fields, fab_validators)
    source = "".join(inspect.getsource(module) for module in modules)
    assert [text for text in MESSAGES if f'"{text}"' not in source] == []
