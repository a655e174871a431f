//! `bekertje devices`.

use super::{CommandError, open};
use crate::config::Settings;
use domain::ids::DeviceId;

pub async fn run(settings: &Settings, revoke: Option<DeviceId>) -> Result<(), CommandError> {
    let (store, clock) = open(settings, None).await?;
    if let Some(device) = revoke
        && !store.revoke_device(device, clock.timestamp()).await?
    {
        return Err(format!("there is no device {device}, or it was revoked before").into());
    }
    for tablet in store.all_tablets().await? {
        let whose = match &tablet.resident {
            Some(resident) => format!("room {}", resident.room),
            None => tablet.ward_name.clone(),
        };
        let moment = |at: domain::calendar::Timestamp| clock.at(at).local;
        let seen = tablet.seen_at.map_or_else(|| "-".to_owned(), |at| moment(at).to_string());
        let state = match (&tablet.revoked, tablet.enrolled_at) {
            (Some(_), _) => "revoked",
            (None, None) => "waits for its code",
            (None, Some(_)) => "",
        };
        println!("tablet {}  {seen}  {whose}  {}  {state}", tablet.id, tablet.name);
    }
    for device in store.devices().await? {
        let seen = clock.at(device.seen_at).local;
        let revoked = if device.revoked_at.is_some() { "revoked" } else { "" };
        let actor = &device.viewer.actor;
        println!("{}  {seen}  {:<8}  {}  {revoked}", device.id, actor.role.code(), actor.name);
    }
    store.close().await;
    Ok(())
}
