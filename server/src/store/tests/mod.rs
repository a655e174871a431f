//! What the store promises, on SQLite and on PostgreSQL: the same rules run on both.
//!
//! PostgreSQL is the server that `TEST_DATABASE_URL` names (the role must be allowed to make databases). Without it the
//! PostgreSQL half fails, because a half that silently does not run protects nobody; `BEKERTJE_SKIP_POSTGRES=1` skips it.

mod access;
mod audit;
mod books;
mod data_map;
mod devices;
mod durability;
mod family;
mod feed;
mod judging;
mod measures;
mod nod;
mod oidc;
mod passkey;
mod privacy;
mod schema;
mod shift;
mod sign_in;
pub mod simulation;
mod tablets;
pub mod world;

/// Each rule becomes one test per database.
macro_rules! on_both_databases {
    ($($rule:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() {
                let world = crate::store::tests::world::World::sqlite().await;
                super::$rule(&world).await;
                world.remove().await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() {
                let Some(world) = crate::store::tests::world::World::postgres().await else { return };
                super::$rule(&world).await;
                world.remove().await;
            })*
        }
    };
}
pub(in crate::store::tests) use on_both_databases;
