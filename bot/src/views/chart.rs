//! The bars of a ballot's result as a picture: a letter, a bar and a number an option. Only digits and letters are
//! drawn, from a small font of our own; the words stand in the text beside it.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, register_font};
use std::sync::LazyLock;

/// The font: see `assets/digits.LICENSE`.
static FONT: &[u8] = include_bytes!("../../assets/digits.ttf");
const FAMILY: &str = "digits";
static REGISTERED: LazyLock<bool> = LazyLock::new(|| register_font(FAMILY, FontStyle::Normal, FONT).is_ok());

/// Pixels.
const WIDTH: i32 = 900;
const ROW: i32 = 84;
const EDGE: i32 = 40;
const LEFT: i32 = 110;
const RIGHT: i32 = 150;
const BAR: i32 = 52;
/// The font sits this much too high in its line.
const LOW: i32 = 7;

const PAPER: RGBColor = RGBColor(255, 255, 255);
const INK: RGBColor = RGBColor(38, 50, 56);
const REST: RGBColor = RGBColor(236, 239, 241);
const PASSED: RGBColor = RGBColor(56, 142, 94);
const OTHER: RGBColor = RGBColor(120, 144, 168);

/// The picture as PNG: `counts` by option, `passed` the places that passed. `None` if it cannot be drawn.
pub fn bars(counts: &[i64], passed: &[usize]) -> Option<Vec<u8>> {
    if !*REGISTERED || counts.is_empty() {
        return None;
    }
    let height = 2 * EDGE + ROW * counts.len() as i32;
    let mut pixels = vec![255; (WIDTH * height * 3) as usize];
    draw(&mut pixels, height, counts, passed)?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, WIDTH as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(file)
}

fn draw(pixels: &mut [u8], height: i32, counts: &[i64], passed: &[usize]) -> Option<()> {
    let area = BitMapBackend::with_buffer(pixels, (WIDTH as u32, height as u32)).into_drawing_area();
    area.fill(&PAPER).ok()?;
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let letter =
        TextStyle::from((FAMILY, 44).into_font()).color(&INK).pos(Pos::new(HPos::Center, VPos::Center));
    let number =
        TextStyle::from((FAMILY, 40).into_font()).color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
    let full = WIDTH - LEFT - RIGHT;
    for (place, (name, votes)) in ('A'..='L').zip(counts).enumerate() {
        let middle = EDGE + ROW * place as i32 + ROW / 2;
        let length = (i64::from(full) * *votes / most) as i32;
        let bar = |to: i32| {
            Rectangle::new([(LEFT, middle - BAR / 2), (LEFT + to, middle + BAR / 2)], REST.filled())
        };
        area.draw(&bar(full)).ok()?;
        let color = if passed.contains(&place) { PASSED } else { OTHER };
        area.draw(&Rectangle::new(
            [(LEFT, middle - BAR / 2), (LEFT + length, middle + BAR / 2)],
            color.filled(),
        ))
        .ok()?;
        area.draw(&Text::new(name.to_string(), (LEFT / 2, middle + LOW), letter.clone())).ok()?;
        area.draw(&Text::new(votes.to_string(), (WIDTH - RIGHT + 24, middle + LOW), number.clone())).ok()?;
    }
    area.present().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colour in the middle of a row, so far to the right.
    fn color(file: &[u8], place: i32, x: i32) -> [u8; 3] {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let y = EDGE + ROW * place + ROW / 2;
        let at = ((y * WIDTH + x) * 3) as usize;
        [pixels[at], pixels[at + 1], pixels[at + 2]]
    }

    #[test]
    fn bars_are_as_long_as_their_votes() {
        let file = bars(&[12, 6, 0], &[0]).unwrap();
        let full = LEFT + WIDTH - LEFT - RIGHT - 2;
        let half = LEFT + (WIDTH - LEFT - RIGHT) / 2;
        let passed = [PASSED.0, PASSED.1, PASSED.2];
        let other = [OTHER.0, OTHER.1, OTHER.2];
        let rest = [REST.0, REST.1, REST.2];
        assert_eq!(color(&file, 0, full), passed);
        assert_eq!((color(&file, 1, half - 3), color(&file, 1, half + 3)), (other, rest));
        assert_eq!(color(&file, 2, LEFT + 2), rest);
        if let Ok(path) = std::env::var("GRIDBELL_CHART") {
            std::fs::write(path, bars(&[128, 64, 17, 0], &[0]).unwrap()).unwrap();
        }
    }

    #[test]
    fn letters_and_digits_are_drawn() {
        let file = bars(&[1], &[]).unwrap();
        let ink = |from: i32, to: i32| (from..to).any(|x| color(&file, 0, x)[0] < 120);
        assert!(ink(10, LEFT - 10) && ink(WIDTH - RIGHT + 20, WIDTH - 60));
        assert!(bars(&[], &[]).is_none());
    }
}
