//! Random items, conditions and updates: the same seed gives the same.

use fastrand::Rng;

use crate::model::{Attributes, Change, Compare, Plain, Test};

/// The attributes that items have, or lack.
const NAMES: [&str; 4] = ["a", "b", "size", "name"];

fn name(rng: &mut Rng) -> &'static str {
    NAMES[rng.usize(..NAMES.len())]
}

fn number(rng: &mut Rng) -> i64 {
    rng.i64(-2..=2)
}

fn numbers(rng: &mut Rng) -> Vec<i64> {
    (0..rng.usize(..3)).map(|_| number(rng)).collect()
}

fn text(rng: &mut Rng) -> String {
    ["", "a", "ab", "b"][rng.usize(..4)].to_owned()
}

fn value(rng: &mut Rng) -> Plain {
    match rng.u8(..10) {
        0..4 => Plain::Number(number(rng)),
        4..6 => Plain::Text(text(rng)),
        6 => Plain::List(numbers(rng)),
        7 => Plain::Map([("n".to_owned(), number(rng))].into()),
        8 => Plain::Flag(rng.bool()),
        _ => Plain::Null(()),
    }
}

/// A value that has an order.
fn ordered(rng: &mut Rng) -> Plain {
    if rng.bool() { Plain::Number(number(rng)) } else { Plain::Text(text(rng)) }
}

pub(crate) fn item(rng: &mut Rng) -> Attributes {
    let mut item = Attributes::new();
    for name in NAMES {
        if rng.u8(..4) > 0 {
            item.insert(name.to_owned(), value(rng));
        }
    }
    item
}

fn compare(rng: &mut Rng) -> Compare {
    use Compare::{AtLeast, AtMost, Equals, Greater, Less, NotEquals};
    [Equals, NotEquals, Less, AtMost, Greater, AtLeast][rng.usize(..6)]
}

pub(crate) fn test(rng: &mut Rng, depth: u32) -> Test {
    if depth > 0 && rng.u8(..3) > 0 {
        let one = Box::new(test(rng, depth - 1));
        return match rng.u8(..3) {
            0 => Test::Not(one),
            1 => Test::And(one, Box::new(test(rng, depth - 1))),
            _ => Test::Or(one, Box::new(test(rng, depth - 1))),
        };
    }
    match rng.u8(..12) {
        0..2 => match compare(rng) {
            compare @ (Compare::Equals | Compare::NotEquals) => Test::Compare(name(rng), compare, value(rng)),
            compare => Test::Compare(name(rng), compare, ordered(rng)),
        },
        2 => {
            let (one, other) = (number(rng), number(rng));
            Test::Between(name(rng), Plain::Number(one.min(other)), Plain::Number(one.max(other)))
        }
        3 => Test::In(name(rng), (0..rng.usize(..4)).map(|_| value(rng)).collect()),
        4 => Test::Size(name(rng), compare(rng), rng.usize(..3)),
        5 => Test::Exists(name(rng)),
        6 => Test::Missing(name(rng)),
        7 => Test::IsText(name(rng)),
        8 => Test::BeginsWith(name(rng), ["a", "b", "ab"][rng.usize(..3)].to_owned()),
        9 if rng.bool() => Test::ContainsNumber(name(rng), number(rng)),
        9 => Test::ContainsText(name(rng), ["a", "b", "ab"][rng.usize(..3)].to_owned()),
        10 => Test::InMap(name(rng), compare(rng), number(rng)),
        _ => Test::InList(name(rng), rng.u32(..2), compare(rng), number(rng)),
    }
}

/// Changes of one attribute or two.
pub(crate) fn changes(rng: &mut Rng) -> Vec<(&'static str, Change)> {
    let mut names = NAMES.to_vec();
    rng.shuffle(&mut names);
    names.truncate(rng.usize(1..=2));
    names.into_iter().map(|name| (name, change(rng))).collect()
}

fn change(rng: &mut Rng) -> Change {
    match rng.u8(..8) {
        0 => Change::Set(value(rng)),
        1 => Change::SetIfMissing(value(rng)),
        2 => Change::SetFrom(name(rng)),
        3 => Change::Add(number(rng)),
        4 => Change::Subtract(number(rng)),
        5 => Change::Append(numbers(rng)),
        6 => Change::Prepend(numbers(rng)),
        _ => Change::Remove,
    }
}
