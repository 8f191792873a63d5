import datetime as dt

from recovery_kit.safety import DIRECTORY, helplines

SHIPPED = "AT AU BE BR CA CH DE DK ES FR GB IE IN IT NL NZ SE SG US"


def test_the_countries_are_those_whose_numbers_were_checked():
    assert sorted(c.code for c in helplines().countries) == SHIPPED.split()


def test_no_country_stands_there_without_its_three_lines():
    for country in helplines().countries:
        for line in (country.emergency, country.crisis, country.hurt):
            assert line.strip()


def test_no_opening_hours_are_given():
    for country in helplines().countries:
        for line in (country.crisis, country.hurt, country.own_behaviour or ""):
            assert "24/7" not in line
            assert "a.m." not in line
            assert "–" not in line


def test_a_number_checked_more_than_a_year_ago_is_stale():
    lines = helplines()
    assert not lines.is_stale(lines.checked_on + dt.timedelta(days=365))
    assert lines.is_stale(lines.checked_on + dt.timedelta(days=366))


def test_a_country_is_found_by_its_letters_and_another_is_none():
    assert helplines().country("GB").emergency == "999"
    assert helplines().country("ZZ") is None
    assert helplines().country(None) is None


def test_the_directory_is_the_international_one():
    assert DIRECTORY == "findahelpline.com"
