use std::collections::BTreeSet;

use jiff::{Span, civil::date};
use proptest::prelude::*;
use sipoke_core::{
    access::{Actor, Role},
    catalogue::{
        AnswerKind, ChannelPolicy, Edition, Form, Need, ProcessingTime, Question, Requirement,
        TimeUnit,
    },
    office::{
        Act, ApprovalChain, ApprovalStep, Calendar, Holiday, HolidayKind, NumberScope, Numbering,
        Office,
    },
    words::Zone,
};

use crate::samples;

/// An office with one service, its staff and its calendar.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) edition: Edition,
    pub(crate) office: Office,
    pub(crate) calendar: Calendar,
    /// The applicant, the console, one officer for every role, and some who are several at once.
    pub(crate) actors: Vec<Actor>,
}

pub(crate) fn worlds() -> impl Strategy<Value = World> {
    (editions(), offices(), calendars(), actors())
        .prop_map(|(edition, office, calendar, actors)| World { edition, office, calendar, actors })
}

fn editions() -> impl Strategy<Value = Edition> {
    let papers = prop::collection::vec(requirements(), 0..=5).prop_map(|mut papers| {
        for (paper, at) in papers.iter_mut().zip(1..) {
            paper.code = samples::paper(&format!("syarat-{at}"));
        }
        papers
    });
    let questions =
        prop::collection::vec((answer_kinds(), any::<bool>()), 0..=3).prop_map(|list| {
            let asked = |((kind, required), at)| Question {
                code: samples::question(&format!("tanya_{at}")),
                label: String::new(),
                kind,
                required,
            };
            list.into_iter().zip(1..).map(asked).collect()
        });
    let channel = prop_oneof![
        3 => (0..=10_u16).prop_map(|working_days| ChannelPolicy::Online { working_days }),
        1 => Just(ChannelPolicy::CounterOnly { reason: "menentukan hak atas tanah".to_owned() }),
    ];
    let unit = prop::sample::select(TimeUnit::ALL.as_slice());
    let time = (1..=14_u16, unit).prop_map(|(value, unit)| ProcessingTime { value, unit });
    (papers, questions, channel, time).prop_map(|(papers, questions, channel, time)| {
        let mut edition = samples::edition_of(papers, questions, channel);
        edition.standard.processing_time = time;
        edition
    })
}

fn requirements() -> impl Strategy<Value = Requirement> {
    let form = prop::sample::select(Form::ALL.as_slice());
    let chance = prop::bool::weighted;
    let need = prop_oneof![
        6 => Just(Need::Always),
        2 => Just(Need::When("bila tanah belum bersertipikat".to_owned())),
        2 => Just(samples::by_proxy()),
    ];
    (form, need, chance(0.8), chance(0.7)).prop_map(|(form, need, scan, compare)| Requirement {
        form,
        scan,
        compare,
        ..samples::requirement("syarat", need)
    })
}

fn answer_kinds() -> impl Strategy<Value = AnswerKind> {
    let choices = ["milik sendiri", "sewa"].map(str::to_owned).to_vec();
    prop_oneof![
        Just(AnswerKind::Text),
        Just(AnswerKind::Number),
        Just(AnswerKind::Date),
        Just(AnswerKind::Choice(choices)),
    ]
}

fn offices() -> impl Strategy<Value = Office> {
    let zone = prop::sample::select(&[Zone::Wib, Zone::Wita, Zone::Wit]);
    let scope = prop::sample::select(NumberScope::ALL.as_slice());
    (chains(), zone, scope).prop_map(|(chain, zone, scope)| {
        let numbering = Numbering { scope, ..Numbering::usual() };
        Office { chain, zone, numbering, ..samples::office() }
    })
}

fn chains() -> impl Strategy<Value = ApprovalChain> {
    let before = prop::collection::vec(approval_steps(&[Act::Draft, Act::Initial]), 0..=4);
    (before, approval_steps(&[Act::Sign])).prop_map(|(mut steps, last)| {
        steps.push(last);
        ApprovalChain::new(steps).unwrap()
    })
}

/// All steps that a chain may have, of these acts.
fn approval_steps(acts: &[Act]) -> impl Strategy<Value = ApprovalStep> + use<> {
    let steps = acts.iter().flat_map(|act| {
        let able = Role::ALL.into_iter().filter(|role| role.may(act.intention()));
        able.map(|role| ApprovalStep { act: *act, role })
    });
    prop::sample::select(steps.collect::<Vec<_>>())
}

fn calendars() -> impl Strategy<Value = Calendar> {
    prop::collection::vec(0..120_i32, 0..=20).prop_map(|days| {
        let free = days.into_iter().map(|day| Holiday {
            date: date(2026, 11, 1).saturating_add(Span::new().days(day)),
            kind: HolidayKind::Local,
            name: "libur".to_owned(),
        });
        Calendar::new(free.collect())
    })
}

fn actors() -> impl Strategy<Value = Vec<Actor>> {
    let roles = prop::collection::btree_set(prop::sample::select(Role::ALL.as_slice()), 0..=4);
    prop::collection::vec(roles, 0..=4).prop_map(|several: Vec<BTreeSet<Role>>| {
        let single = Role::ALL.map(samples::officer);
        let several = several
            .into_iter()
            .zip(100..)
            .map(|(roles, seed)| Actor::Officer { id: samples::officer_id(seed), roles });
        [Actor::Applicant, Actor::Console].into_iter().chain(single).chain(several).collect()
    })
}
