//! Where delimiters and line feeds lie in 64 bytes, as two masks of 64 bits: all of them, and the line feeds alone.

/// The masks of a block; the lowest bit is the first byte.
#[inline]
pub fn masks(block: &[u8; 64], delimiter: u8) -> (u64, u64) {
    let (mut delimiters, mut feeds) = (0, 0);
    for (at, sixteen) in block.as_chunks::<16>().0.iter().enumerate() {
        let (d, f) = sixteen_bits(sixteen, delimiter);
        delimiters |= u64::from(d) << (16 * at);
        feeds |= u64::from(f) << (16 * at);
    }
    (delimiters | feeds, feeds)
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
fn vector(bytes: &[u8; 16]) -> std::arch::wasm32::v128 {
    let half = |at: usize| u64::from_le_bytes(std::array::from_fn(|byte| bytes[at + byte]));
    std::arch::wasm32::u64x2(half(0), half(8))
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
fn sixteen_bits(bytes: &[u8; 16], delimiter: u8) -> (u16, u16) {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat};
    let vector = vector(bytes);
    (u8x16_bitmask(u8x16_eq(vector, u8x16_splat(delimiter))), u8x16_bitmask(u8x16_eq(vector, u8x16_splat(b'\n'))))
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[allow(unsafe_code)]
fn sixteen_bits(bytes: &[u8; 16], delimiter: u8) -> (u16, u16) {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8};
    let half = |at: usize| i64::from_le_bytes(std::array::from_fn(|byte| bytes[at + byte]));
    // SAFETY: these compute on values alone and need SSE2, which every x86-64 machine has.
    unsafe {
        let vector = _mm_set_epi64x(half(8), half(0));
        let bits = |of: u8| _mm_movemask_epi8(_mm_cmpeq_epi8(vector, _mm_set1_epi8(of as i8))) as u16;
        (bits(delimiter), bits(b'\n'))
    }
}

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
#[inline]
fn sixteen_bits(bytes: &[u8; 16], delimiter: u8) -> (u16, u16) {
    let bits = |of: u8| bytes.iter().enumerate().fold(0, |mask, (at, byte)| mask | u16::from(*byte == of) << at);
    (bits(delimiter), bits(b'\n'))
}

/// What kinds of bytes some bytes have, in one look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Survey {
    /// Quotes, or carriage returns.
    pub special: bool,
    /// Bytes beyond ASCII.
    pub wide: bool,
}

/// Looks at all bytes, for quotes of one kind among others.
pub fn survey(bytes: &[u8], quote: Option<u8>) -> Survey {
    let quote = quote.unwrap_or(b'\r');
    let mut survey = Survey::default();
    let (blocks, rest) = bytes.as_chunks::<256>();
    for block in blocks {
        let seen = of_block(block, quote);
        survey.special |= seen.special;
        survey.wide |= seen.wide;
    }
    survey.special |= rest.iter().any(|byte| *byte == quote || *byte == b'\r');
    survey.wide |= !rest.is_ascii();
    survey
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline]
fn of_block(block: &[u8; 256], quote: u8) -> Survey {
    use std::arch::wasm32::{i8x16_bitmask, u8x16_eq, u8x16_splat, v128_any_true, v128_or};
    let (mut special, mut wide) = (u8x16_splat(0), u8x16_splat(0));
    for sixteen in block.as_chunks::<16>().0 {
        let vector = vector(sixteen);
        let found = v128_or(u8x16_eq(vector, u8x16_splat(quote)), u8x16_eq(vector, u8x16_splat(b'\r')));
        special = v128_or(special, found);
        wide = v128_or(wide, vector);
    }
    Survey { special: v128_any_true(special), wide: i8x16_bitmask(wide) != 0 }
}

/// Other compilers turn this into the vectors of the machine, for no step depends on the one before; the one for the
/// page, which builds to be small, does not.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline]
fn of_block(block: &[u8; 256], quote: u8) -> Survey {
    let (mut special, mut wide) = (0u8, 0u8);
    for byte in block {
        special |= u8::from(*byte == quote) | u8::from(*byte == b'\r');
        wide |= *byte;
    }
    Survey { special: special != 0, wide: wide >= 0x80 }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_survey_sees_every_byte(len in 0usize..600, at in proptest::sample::select(vec![0usize, 1, 255, 256, 511, 599]), byte: u8) {
            let mut bytes = vec![b'a'; len];
            if let Some(here) = bytes.get_mut(at) {
                *here = byte;
            }
            let special = bytes.iter().any(|byte| matches!(byte, b'"' | b'\r'));
            proptest::prop_assert_eq!(survey(&bytes, Some(b'"')), Survey { special, wide: !bytes.is_ascii() });
        }

        #[test]
        fn bits_say_where_the_bytes_lie(bytes in proptest::collection::vec(proptest::sample::select(b"a,\n;".to_vec()), 64)) {
            let block: [u8; 64] = bytes.clone().try_into().unwrap();
            let (any, feeds) = masks(&block, b',');
            for (at, byte) in bytes.iter().enumerate() {
                proptest::prop_assert_eq!(any >> at & 1 == 1, matches!(byte, b',' | b'\n'));
                proptest::prop_assert_eq!(feeds >> at & 1 == 1, *byte == b'\n');
            }
        }
    }
}
