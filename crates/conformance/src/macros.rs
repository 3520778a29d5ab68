//! The list of cases. A test holds it against the cases themselves, so none can be forgotten.

/// Makes one test of every case that a store must pass.
///
/// `$make` names an async function (or a closure) that gives a fresh, empty
/// [`StoreHarness`](crate::StoreHarness).
#[macro_export]
macro_rules! store_conformance {
    ($make:expr) => {
        $crate::cases_as_tests! { $make;
            applications {
                what_is_found_is_the_fold_of_the_history
                a_commit_answers_what_is_found_afterwards
                a_walk_in_is_found_as_it_was_registered
                the_history_has_every_event_once_and_in_order
                a_ticket_finds_its_application_and_no_other
                what_is_not_there_is_not_found
            }
            atomicity {
                a_commit_stores_every_part_of_the_change
                a_stale_change_leaves_nothing_behind
                a_change_with_a_taken_ticket_leaves_nothing_behind
                a_change_that_cannot_follow_leaves_nothing_behind
                a_change_under_a_used_key_leaves_nothing_behind
                a_repeated_change_leaves_nothing_behind
                a_difference_voids_the_letter_in_the_commit_that_records_it
            }
            awkward_text {
                every_name_and_answer_comes_back_as_it_was_typed
                answers_with_marks_that_nobody_sees_come_back
                the_longest_texts_come_back_whole
                lines_of_a_note_are_kept
                an_application_without_answers_comes_back_without_answers
                awkward_standards_come_back_as_they_were_published
                awkward_names_of_officers_come_back
            }
            catalogue {
                an_office_that_published_nothing_is_at_revision_0
                every_publication_raises_the_revision_by_one
                an_edition_is_read_as_it_was_published
                an_old_edition_stays_beside_the_new_one
                the_latest_edition_is_the_one_with_the_greatest_number
                the_list_has_the_order_it_was_published_in
                a_stale_publication_changes_nothing
                a_publication_from_the_future_changes_nothing
                an_edition_number_is_used_once_and_none_comes_without_the_other
                of_sixteen_publications_at_once_exactly_one_wins
                each_published_edition_has_an_audit_line
                office_and_calendar_raise_the_revision_too
            }
            claims {
                of_sixteen_filings_with_one_ticket_exactly_one_wins
                numbers_begin_with_1_and_follow_one_another
                sixteen_signatures_at_once_leave_no_gap_and_no_double
                signatures_that_fail_take_no_number_along
                a_refused_ticket_takes_no_number_along
                a_new_year_begins_with_1_and_the_old_one_goes_on
                series_of_different_names_do_not_share_numbers
                a_void_letter_keeps_its_number
                a_series_that_was_never_used_is_empty
            }
            ledger {
                an_empty_ledger_is_whole
                an_appended_line_is_read_as_it_was_written
                equal_entries_have_different_hashes
                lines_are_read_on_from_a_number
                every_event_has_its_line
                no_line_names_a_resident
                thirty_two_appends_at_once_make_one_chain
                the_chain_is_whole_after_a_busy_morning
            }
            lists {
                a_list_is_in_the_order_of_ids_and_not_of_filing
                pages_show_every_row_once_and_the_last_says_so
                pages_stay_stable_while_others_file
                a_row_says_what_the_application_says
                a_filter_by_stage_follows_the_application
                a_filter_by_service_shows_that_service_only
                a_filter_by_nik_shows_that_person_only
                filters_work_together_and_with_pages
                an_empty_office_has_an_empty_list
            }
            neighbours {
                the_same_id_ticket_and_key_in_two_offices_are_two_cases
                each_office_numbers_its_own_letters
                what_one_office_does_the_other_does_not_see
                telling_in_one_office_leaves_the_others_notices
                the_same_login_in_two_offices_is_two_accounts
            }
            offices {
                an_unknown_office_is_not_found
                an_office_is_read_as_it_was_saved_last
                a_calendar_that_was_never_saved_has_no_holiday
                a_saved_calendar_replaces_the_whole_one
                saving_office_and_calendar_is_recorded
            }
            outbox {
                a_notice_is_there_after_the_commit
                notices_come_oldest_first_and_no_more_than_asked
                a_notice_is_shown_to_its_audience_only
                a_notice_that_was_told_is_not_told_again
                telling_twice_or_an_unknown_notice_changes_nothing
            }
            receipts {
                the_same_request_again_is_already_done
                another_request_under_the_same_key_is_refused
                of_thirty_two_equal_requests_at_once_one_is_stored
                a_repeated_step_is_already_done_and_not_stale
                a_repeated_filing_is_already_done_and_not_claimed
                a_late_retry_is_answered_with_the_application_of_now
                a_receipt_finds_what_its_request_led_to
            }
            reopening {
                everything_is_there_after_reopening
                numbers_and_receipts_go_on_after_reopening
                the_outbox_goes_on_after_reopening
            }
            staff {
                an_account_is_read_as_it_was_added
                officers_are_listed_by_login
                a_taken_login_is_refused_and_changes_nothing
                of_sixteen_officers_with_one_login_one_is_added
                an_attempt_is_counted_at_once
                a_lock_holds_until_its_moment_and_not_longer
                of_sixteen_guesses_at_once_one_gets_through_a_closing_lock
                a_session_begins_and_clears_the_guard
                an_unknown_token_has_no_session
                a_session_remembers_when_it_was_used
                a_session_that_ended_is_gone_and_others_go_on
                ending_an_unknown_session_changes_nothing
                hiring_signing_in_and_signing_out_are_recorded
            }
            staleness {
                a_new_application_has_revision_1_and_each_commit_adds_one
                a_stale_commit_learns_the_revision_of_now
                an_application_is_not_filed_over_another
                an_application_that_is_not_there_cannot_be_changed
                of_sixteen_commits_on_one_revision_exactly_one_wins
                of_sixteen_filings_under_one_id_exactly_one_wins
                the_loser_of_a_race_can_decide_again
            }
        }
    };
}

/// Makes one test of every case that a vault must pass.
///
/// `$make` names an async function (or a closure) that gives a fresh, empty
/// [`VaultHarness`](crate::VaultHarness).
#[macro_export]
macro_rules! vault_conformance {
    ($make:expr) => {
        $crate::cases_as_tests! { $make;
            vault {
                a_scan_is_read_as_it_was_written
                the_digest_is_sha_256_of_the_plain_bytes
                a_scan_may_be_as_large_as_the_limit_and_no_larger
                what_is_no_scan_is_rejected_and_leaves_nothing
                an_upload_that_is_dropped_leaves_nothing
                a_scan_is_there_after_reopening
                a_damaged_scan_is_never_given_out
                a_scan_with_another_digest_does_not_verify
                a_lost_scan_is_missing
                a_kept_scan_is_confirmed_with_the_same_receipt
                a_scan_does_not_open_in_another_office
                sixteen_uploads_at_once_keep_apart
            }
        }
    };
}

/// One module for each group of cases, one test for each case.
#[doc(hidden)]
#[macro_export]
macro_rules! cases_as_tests {
    ($make:expr; $($group:ident { $($case:ident)* })*) => {$(
        mod $group {
            use super::*;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() {
                let mut harness = ($make)().await;
                $crate::cases::$group::$case(&mut harness).await;
            })*
        }
    )*};
}
