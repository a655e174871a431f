//! A photo of the home becomes the pictures that browsers get: turned upright, cropped to four to three, made smaller and
//! encoded anew. Only the colours of its points go on; where it was taken, by whom and with what does not.

use crate::hex::hex;
use domain::catalogue::Photo;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage, Rgba, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// Part of every name: it changes with whatever changes how pictures come out, so that they are all made again.
const RECIPE: &[u8] = b"4:3, 480 and 960, lanczos, sRGB, WebP 75\n";

/// Photos of telephones and cameras are smaller.
pub const MAX_BYTES: u64 = 20_000_000;
const MAX_PIXELS: u64 = 40_000_000;
/// What one photo may take in memory while it is read: as many points of the largest kind that a camera makes.
const MAX_MEMORY: u64 = 8 * MAX_PIXELS;
/// Compared by eye and in bytes with what else browsers show: docs/dependencies.md.
const QUALITY: f32 = 75.0;
const WHITE: Rgba<u8> = Rgba([255, 255, 255, 255]);

/// One photo in one width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub photo: Photo,
    pub width: u32,
    /// WebP.
    pub content: Vec<u8>,
}

/// Why a file cannot be a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    TooManyBytes,
    NotAPicture,
    /// It begins as a picture, and ends too early or makes no sense further on.
    Damaged,
    TooManyPixels,
    TooFewPixels {
        width: u32,
        height: u32,
    },
    /// Our own encoder gave up.
    NotEncoded,
}

/// The name that the photo in this file has.
#[must_use]
pub fn name(file: &[u8]) -> Photo {
    let digest = Sha256::new().chain_update(RECIPE).chain_update(file).finalize();
    Photo(hex(digest.get(..16).unwrap_or_default()))
}

/// The pictures of the photo in this file. This takes a processor for a good part of a second: not for an async thread.
pub fn pictures(file: &[u8]) -> Result<Vec<Picture>, Flaw> {
    let photo = name(file);
    let upright = read(file)?;
    let mut pictures = Vec::new();
    for width in Photo::WIDTHS {
        let content = encode(&upright, width).ok_or(Flaw::NotEncoded)?;
        pictures.push(Picture { photo: photo.clone(), width, content });
    }
    Ok(pictures)
}

/// The largest picture of it.
fn read(file: &[u8]) -> Result<RgbImage, Flaw> {
    if u64::try_from(file.len()).unwrap_or(u64::MAX) > MAX_BYTES {
        return Err(Flaw::TooManyBytes);
    }
    let format = image::guess_format(file).ok();
    let is_ours = |format: &ImageFormat| matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP);
    let format = format.filter(is_ours).ok_or(Flaw::NotAPicture)?;
    if format == ImageFormat::Jpeg && !has_its_end(file) {
        return Err(Flaw::Damaged);
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| flaw(&error))?;
    // What the file says of itself, before anything is unpacked.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(Flaw::TooManyPixels);
    }
    let profile = decoder.icc_profile().ok().flatten();
    let orientation = decoder.orientation().map_err(|error| flaw(&error))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| flaw(&error))?;
    image.apply_orientation(orientation);
    let cropped = cropped(image)?;
    let mut rgb = on_white(&cropped);
    if let Some(profile) = profile {
        to_srgb(&profile, &mut rgb);
    }
    Ok(rgb)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}

fn flaw(error: &ImageError) -> Flaw {
    match error {
        ImageError::Limits(_) => Flaw::TooManyPixels,
        _ => Flaw::Damaged,
    }
}

/// Whether a JPEG was not cut off: its reader would fill up with grey. The marker of the end cannot stand in the points
/// themselves, but well in what goes before them, such as a small copy of the photo.
fn has_its_end(file: &[u8]) -> bool {
    let mut rest = file.get(2..).unwrap_or_default();
    while let [0xff, marker, more @ ..] = rest {
        if *marker == 0xda {
            return more.windows(2).any(|two| two == [0xff, 0xd9]);
        }
        rest = match (marker, more) {
            // Filling.
            (0xff, _) => rest.get(1..).unwrap_or_default(),
            // Without a length.
            (0x01 | 0xd0..=0xd8, _) => more,
            (_, [high, low, ..]) => more.get(usize::from(u16::from_be_bytes([*high, *low]))..).unwrap_or_default(),
            _ => &[],
        };
    }
    false
}

/// The middle of it, four to three, in the largest width.
fn cropped(image: DynamicImage) -> Result<DynamicImage, Flaw> {
    let largest = Photo::WIDTHS.into_iter().max().unwrap_or_default();
    let (width, height) = (image.width(), image.height());
    if width < largest || height < Photo::height(largest) {
        return Err(Flaw::TooFewPixels { width, height });
    }
    let across = width.min(height.saturating_mul(4) / 3);
    let down = height.min(width.saturating_mul(3) / 4);
    let mut image = image.crop_imm((width - across) / 2, (height - down) / 2, across, down);
    if across > 4 * largest {
        // First roughly: the fine way takes seconds for a large photo, and nobody sees the difference.
        image = image.thumbnail_exact(2 * largest, 2 * Photo::height(largest));
    }
    Ok(smaller(&image, largest))
}

fn smaller(image: &DynamicImage, width: u32) -> DynamicImage {
    image.resize_exact(width, Photo::height(width), image::imageops::FilterType::Lanczos3)
}

/// What is see-through becomes white.
fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let mut ground = RgbaImage::from_pixel(image.width(), image.height(), WHITE);
    image::imageops::overlay(&mut ground, &image.to_rgba8(), 0, 0);
    DynamicImage::from(ground).to_rgb8()
}

/// Telephones write colours in a wider space, which the file says. A profile that makes no sense changes nothing.
fn to_srgb(profile: &[u8], image: &mut RgbImage) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let transform = profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default());
    let mut made = vec![0; image.as_raw().len()];
    if transform.is_ok_and(|transform| transform.transform(image.as_raw(), &mut made).is_ok()) {
        image.copy_from_slice(&made);
    }
}

fn encode(upright: &RgbImage, width: u32) -> Option<Vec<u8>> {
    let small;
    let image = if upright.width() == width {
        upright
    } else {
        small = smaller(&DynamicImage::from(upright.clone()), width).to_rgb8();
        &small
    };
    let encoder = webp::Encoder::from_rgb(image.as_raw(), image.width(), image.height());
    encoder.encode_simple(false, QUALITY).ok().map(|encoded| encoded.to_vec())
}

#[cfg(test)]
pub mod tests;
