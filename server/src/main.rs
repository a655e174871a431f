use clap::Parser;
use server::commands::{Arguments, run};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    server::private::make_everything_private();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bekertje: {error}");
            ExitCode::FAILURE
        }
    }
}
