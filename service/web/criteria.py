"""How each criterion of WCAG 2.2 AA is held, as data: /accessibility shows it, and a test checks
that every test named here exists."""

from collections.abc import Mapping
from types import MappingProxyType

# How -> the tests that hold it; none for what people look at, or what no page here has.
HOLDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rules": (
            "test_every_page_holds_the_rules_of_accessibility",
            "test_pages_on_the_way_hold_the_rules",
        ),
        "keyboard": (
            "test_a_patient_finds_a_therapist_by_keyboard_alone",
            "test_a_list_is_made_and_handed_over_by_keyboard_alone",
            "test_a_wrong_phone_is_reported_by_keyboard_alone",
            "test_a_program_is_found_by_keyboard_alone",
        ),
        "mistakes": (
            "test_a_mistake_is_put_right_by_keyboard_alone",
            "test_a_wrong_field_is_named_and_what_was_filled_in_stays",
        ),
        "narrow": (
            "test_every_page_holds_the_rules_of_accessibility",
            "test_spanish_in_large_text_fits_too",
            "test_pages_on_the_way_are_valid_fit_in_spanish_and_need_no_script",
        ),
        "targets": ("test_every_page_holds_the_rules_of_accessibility",),
        "frame": ("test_every_page_has_the_same_frame",),
        "still": ("test_pages_load_only_what_is_ours_and_tell_nobody",),
        "undo": ("test_a_therapist_is_added_once_and_taken_off",),
        "session": (
            "test_who_has_scripts_is_warned_and_stays",
            "test_what_was_typed_comes_back_without_scripts",
        ),
        "eye": (),
        "none": (),
    }
)
CRITERIA: Mapping[str, str] = MappingProxyType(
    {
        "1.1.1": "rules",
        "1.2.1": "none",
        "1.2.2": "none",
        "1.2.3": "none",
        "1.2.4": "none",
        "1.2.5": "none",
        "1.3.1": "rules",
        "1.3.2": "eye",
        "1.3.3": "eye",
        "1.3.4": "narrow",
        "1.3.5": "rules",
        "1.4.1": "eye",
        "1.4.2": "none",
        "1.4.3": "rules",
        "1.4.4": "narrow",
        "1.4.5": "still",
        "1.4.10": "narrow",
        "1.4.11": "eye",
        "1.4.12": "rules",
        "1.4.13": "none",
        "2.1.1": "keyboard",
        "2.1.2": "keyboard",
        "2.1.4": "none",
        "2.2.1": "session",
        "2.2.2": "none",
        "2.3.1": "none",
        "2.4.1": "keyboard",
        "2.4.2": "rules",
        "2.4.3": "keyboard",
        "2.4.4": "rules",
        "2.4.5": "frame",
        "2.4.6": "eye",
        "2.4.7": "eye",
        "2.4.11": "eye",
        "2.5.1": "none",
        "2.5.2": "none",
        "2.5.3": "rules",
        "2.5.4": "none",
        "2.5.7": "none",
        "2.5.8": "targets",
        "3.1.1": "rules",
        "3.1.2": "rules",
        "3.2.1": "keyboard",
        "3.2.2": "keyboard",
        "3.2.3": "frame",
        "3.2.4": "frame",
        "3.2.6": "frame",
        "3.3.1": "mistakes",
        "3.3.2": "rules",
        "3.3.3": "mistakes",
        "3.3.4": "undo",
        "3.3.7": "mistakes",
        "3.3.8": "none",
        "4.1.2": "rules",
        "4.1.3": "mistakes",
    }
)
