from recovery_kit.importers import _names


def test_every_language_names_twelve_months_and_seven_weekdays():
    months, weekdays = _names.month_names(), _names.weekday_names()
    for language in _names.LANGUAGES.split():
        named = {found[language] for found in months.values() if language in found}
        assert named == set(range(1, 13))
        named = {found[language] for found in weekdays.values() if language in found}
        assert named == set(range(7))


def test_few_months_names_mean_two_months():
    double = {
        name
        for name, found in _names.month_names().items()
        if len(set(found.values())) > 1
    }
    assert {"listopad", "listopada", "srp"} <= double
    assert len(double) < 10


def test_no_months_name_is_a_bare_number():
    assert not any(name.isdigit() for name in _names.month_names())


def test_halves_of_the_day_are_morning_or_evening():
    halves = _names.half_days()
    assert set(halves.values()) == {0, 12}
    assert (halves["am"], halves["pm"]) == (0, 12)


def test_words_lose_points_case_and_unseen_marks():
    assert _names.words("\u200fSept.\u202f") == "sept"
    assert _names.words("d’Octubre") == "d octubre"
