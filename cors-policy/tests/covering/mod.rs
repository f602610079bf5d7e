use corsac_policy::{Danger, OriginSet, Problem};

/// Whether `other` adds nothing to a list with `one`.
pub(crate) fn covers(one: &str, other: &str) -> bool {
    let refused = OriginSet::new([one, other], &Danger::ALL).err();
    refused.iter().flatten().any(|refused| {
        refused.position == 1
            && match &refused.problem {
                Problem::Duplicate => true,
                Problem::OriginCovered { by } => by == one,
                problem => panic!("{other}: {problem}"),
            }
    })
}
