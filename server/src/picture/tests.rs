//! What becomes of a file of the home. The tests make their own photos.

use super::*;
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, Rgb};

const RED: Rgb<u8> = Rgb([220, 30, 30]);

/// A meadow under a sky, with something red in the upper left corner.
pub fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let shade = |from: u32, to: u32| u8::try_from(from + (to - from) * y / height).unwrap();
        match (x < width / 4 && y < height / 4, 2 * y < height) {
            (true, _) => RED,
            (false, true) => Rgb([shade(90, 200), shade(150, 220), 235]),
            (false, false) => Rgb([shade(40, 90), shade(90, 160), u8::try_from(40 + (x * 7 + y * 3) % 40).unwrap()]),
        }
    })
}

pub fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 90).encode_image(image).unwrap();
    file
}

fn saved(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// The JPEG with what a telephone writes into it: how it was held, where, and a small copy that ends as a whole one does.
fn from_telephone(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let place = b"52.3702 N, 4.8952 E\0";
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend([0x0e, 0x01, 2, 0, u8::try_from(place.len()).unwrap(), 0, 0, 0, 38, 0, 0, 0]);
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(place);
    exif.extend([0xff, 0xd8, 0xff, 0xd9]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

fn shown(file: &[u8]) -> Vec<RgbImage> {
    let pictures = pictures(file).unwrap();
    assert_eq!(pictures.iter().map(|picture| picture.width).collect::<Vec<_>>(), Photo::WIDTHS);
    let decoded = |picture: &Picture| {
        assert_eq!(picture.photo, name(file));
        let image = image::load_from_memory_with_format(&picture.content, ImageFormat::WebP).unwrap().to_rgb8();
        assert_eq!(image.dimensions(), (picture.width, Photo::height(picture.width)));
        image
    };
    pictures.iter().map(decoded).collect()
}

fn is_red(image: &RgbImage, x_percent: u32, y_percent: u32) -> bool {
    let Rgb([red, green, _]) = *image.get_pixel(image.width() * x_percent / 100, image.height() * y_percent / 100);
    red > 180 && green < 90
}

#[test]
fn a_photo_in_any_of_the_three_formats_becomes_four_to_three_in_every_width() {
    let image = DynamicImage::from(scene(1200, 900));
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        for image in shown(&saved(&image, format)) {
            assert!(is_red(&image, 10, 10) && !is_red(&image, 50, 10), "{format:?}");
        }
    }
}

#[test]
fn the_middle_of_a_wide_and_of_a_high_photo_is_kept() {
    // The red corner of a photo twice as wide is cut at a sixth from the left, of one twice as high at a third from above.
    let wide = &shown(&jpeg(&scene(1920, 960)))[1];
    assert!(is_red(wide, 8, 20) && !is_red(wide, 16, 20));
    let high = &shown(&jpeg(&scene(960, 2400)))[1];
    assert!(!is_red(high, 10, 2));
}

#[test]
fn a_large_photo_is_not_different_from_a_smaller_one() {
    let (large, small) = (shown(&jpeg(&scene(3900, 2925))), shown(&jpeg(&scene(1200, 900))));
    for (large, small) in large.iter().zip(&small) {
        for (x, y) in [(10, 10), (30, 10), (60, 30), (60, 60), (90, 95)] {
            let point = |image: &RgbImage| image.get_pixel(image.width() * x / 100, image.height() * y / 100).0;
            let far = point(large).into_iter().zip(point(small)).any(|(left, right)| left.abs_diff(right) > 40);
            assert!(!far, "{x}, {y}: {:?} and {:?}", point(large), point(small));
        }
    }
}

#[test]
fn a_photo_is_turned_upright_and_tells_nothing_of_where_it_was_taken() {
    let held = from_telephone(&jpeg(&scene(900, 1200)), 6);
    let has = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
    assert!(has(&held, b"52.3702"));
    for image in shown(&held) {
        assert!(is_red(&image, 90, 10) && !is_red(&image, 10, 10), "turned to the right");
    }
    for picture in pictures(&held).unwrap() {
        assert!(
            !has(&picture.content, b"52.3702") && !has(&picture.content, b"EXIF") && !has(&picture.content, b"XMP ")
        );
    }
}

#[test]
fn colours_of_a_wider_space_stay_what_they_were() {
    let flat = RgbImage::from_pixel(960, 720, Rgb([200, 100, 100]));
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 90);
    encoder.set_icc_profile(ColorProfile::new_display_p3().encode().unwrap()).unwrap();
    encoder.encode_image(&flat).unwrap();
    let point = |file: &[u8]| shown(file)[0].get_pixel(200, 200).0;
    let (plain, wider) = (point(&jpeg(&flat)), point(&file));
    assert!(wider[0] > plain[0] + 8 && wider[1] < plain[1], "{plain:?} {wider:?}");
}

#[test]
fn what_is_see_through_becomes_white() {
    let clear = DynamicImage::from(RgbaImage::from_pixel(960, 720, Rgba([0, 0, 0, 0])));
    let point = shown(&saved(&clear, ImageFormat::Png))[0].get_pixel(10, 10).0;
    assert!(point.iter().all(|value| *value > 250), "{point:?}");
}

#[test]
fn another_photo_has_another_name() {
    let (one, other) = (jpeg(&scene(960, 720)), jpeg(&scene(961, 720)));
    assert_eq!(name(&one), name(&one.clone()));
    assert_ne!(name(&one), name(&other));
    assert!(Photo::from_file_name(&format!("{}-480.webp", name(&one).0)).is_some());
}

#[test]
fn what_is_no_picture_is_not_taken() {
    for file in [b"".as_slice(), b"a walk in the garden", b"GIF89a\x01\0\x01\0", b"\xff\xd8", b"<svg xmlns=''/>"] {
        assert!(matches!(pictures(file), Err(Flaw::NotAPicture | Flaw::Damaged)), "{file:?}");
    }
    assert_eq!(pictures(b"a walk in the garden"), Err(Flaw::NotAPicture));
}

#[test]
fn a_picture_that_was_cut_off_is_damaged() {
    let image = DynamicImage::from(scene(960, 720));
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = saved(&image, format);
        assert_eq!(pictures(&whole[..whole.len() / 2]), Err(Flaw::Damaged), "{format:?}");
    }
    // The small copy inside has an end of its own.
    let held = from_telephone(&jpeg(&scene(960, 720)), 1);
    assert_eq!(pictures(&held[..held.len() / 2]), Err(Flaw::Damaged));
    assert!(pictures(&held).is_ok());
    // Some telephones let a film follow.
    assert!(pictures(&[held.as_slice(), b"\0\0\0\x18ftypmp42\xff\xda"].concat()).is_ok());
}

#[test]
fn a_file_that_says_it_is_enormous_is_never_unpacked() {
    let mut file = jpeg(&scene(960, 720));
    let frame = file.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    file[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xf0, 0xff, 0xf0]);
    assert_eq!(pictures(&file), Err(Flaw::TooManyPixels));
    let bytes = usize::try_from(MAX_BYTES).unwrap() + 1;
    assert_eq!(pictures(&vec![0; bytes]), Err(Flaw::TooManyBytes));
}

#[test]
fn a_photo_that_would_not_be_sharp_is_not_taken() {
    for (width, height) in [(959, 720), (960, 719)] {
        assert_eq!(pictures(&jpeg(&scene(width, height))), Err(Flaw::TooFewPixels { width, height }));
    }
    assert!(pictures(&jpeg(&scene(960, 720))).is_ok());
    // As it is looked at, not as it lies in the file.
    let held = from_telephone(&jpeg(&scene(960, 800)), 6);
    assert_eq!(pictures(&held), Err(Flaw::TooFewPixels { width: 800, height: 960 }));
}
