"""How each criterion of WCAG 2.2 AA is held, as data: /accessibility shows it, and a test checks
that every test named here exists."""

from collections.abc import Mapping
from types import MappingProxyType

# How -> the tests that hold it, by their file; none for what people look at, or what no page here
# has. The name of a test says what it holds.
Tests = Mapping[str, tuple[str, ...]]
_EVERY_PAGE = ("test_every_page_holds_the_rules_of_accessibility",)
HOLDS: Mapping[str, Tests] = MappingProxyType(
    {
        "rules": {
            "site_browser": _EVERY_PAGE,
            "pages_browser": _EVERY_PAGE,
            "work_browser": _EVERY_PAGE,
            "site_states": ("test_pages_on_the_way_hold_the_rules",),
            "work_ways_browser": ("test_work_on_the_way_holds_the_rules",),
            "work_bench_browser": ("test_an_answer_holds_the_rules_of_accessibility",),
            "work_referrals_browser": ("test_every_step_holds_the_rules_of_accessibility",),
        },
        "keyboard": {
            "site_browser": (
                "test_a_patient_finds_a_therapist_by_keyboard_alone",
                "test_a_list_is_made_and_handed_over_by_keyboard_alone",
                "test_a_wrong_phone_is_reported_by_keyboard_alone",
            ),
            "site_states": ("test_a_program_is_found_by_keyboard_alone",),
            "site_journeys": ("test_there_and_back_by_keyboard_and_by_the_browsers_own_button",),
            "pages_browser": (
                "test_an_ot_answers_by_keyboard_alone",
                "test_a_patient_asks_for_another_therapist_by_keyboard_alone",
            ),
            "work_browser": ("test_signing_in_and_out_takes_a_keyboard_and_no_script",),
            "work_referrals_browser": (
                "test_a_doctor_refers_and_takes_back_by_keyboard_alone",
                "test_a_therapist_accepts_and_offers_a_day_by_keyboard_alone",
            ),
            "work_bench_browser": (
                "test_a_person_is_checked_and_recorded_by_keyboard_without_scripts",
            ),
            "work_keeping_browser": (
                "test_a_report_is_accepted_and_undone_by_the_keyboard_alone",
                "test_an_ot_confirms_their_listing_by_the_keyboard_alone",
            ),
            "work_ways_browser": (
                "test_a_roster_is_applied_by_the_keyboard_alone",
                "test_an_office_is_verified_by_the_keyboard_alone",
                "test_a_campaign_is_started_and_printed_by_the_keyboard_alone",
            ),
        },
        "mistakes": {
            "site_browser": ("test_a_mistake_is_put_right_by_keyboard_alone",),
            "site_search": ("test_a_wrong_field_is_named_and_what_was_filled_in_stays",),
            "work_new_referral": ("test_what_is_wrong_is_told_at_its_step_and_nothing_is_lost",),
            "work_ways_browser": ("test_work_on_the_way_holds_the_rules",),
        },
        "narrow": {
            "site_browser": (*_EVERY_PAGE, "test_spanish_in_large_text_fits_too"),
            "site_states": ("test_pages_on_the_way_are_valid_fit_in_spanish_and_need_no_script",),
            "work_browser": _EVERY_PAGE,
            "work_ways_browser": (
                "test_work_on_the_way_is_valid_fits_in_spanish_and_needs_no_script",
            ),
        },
        "targets": {"site_browser": _EVERY_PAGE, "work_browser": _EVERY_PAGE},
        "frame": {"site_reading": ("test_every_page_has_the_same_frame",)},
        "still": {
            "site_search": ("test_pages_load_only_what_is_ours_and_tell_nobody",),
            "site_browser": ("test_nothing_moves_for_who_wants_it_still_and_print_shows_people",),
        },
        "undo": {
            "site_lists": ("test_a_therapist_is_added_once_and_taken_off",),
            "work_referrals_browser": ("test_a_doctor_refers_and_takes_back_by_keyboard_alone",),
            "work_keeping_browser": ("test_a_report_is_accepted_and_undone_by_the_keyboard_alone",),
        },
        "once": {
            "site_journeys": (
                "test_results_tell_the_check_the_zip_and_the_plan",
                "test_the_check_tells_the_search_what_both_ask",
                "test_the_list_knows_what_was_looked_for",
            ),
            "work_steps_browser": ("test_back_and_reload_reach_every_step_with_what_was_entered",),
        },
        "signing": {"work_browser": ("test_signing_in_and_out_takes_a_keyboard_and_no_script",)},
        "session": {
            "work_browser": (
                "test_who_has_scripts_is_warned_and_stays",
                "test_what_was_typed_comes_back_without_scripts",
            ),
        },
        "eye": {},
        "none": {},
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
        "3.3.7": "once",
        "3.3.8": "signing",
        "4.1.2": "rules",
        "4.1.3": "mistakes",
    }
)
