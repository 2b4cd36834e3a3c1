//! The tool `redirects`.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use redirect_cli::{Arguments, Io};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let color = arguments.common.color.into();
    let mut out = anstream::AutoStream::new(std::io::stdout().lock(), color);
    let mut err = anstream::AutoStream::new(std::io::stderr().lock(), color);
    let exit = redirect_cli::run(
        &arguments,
        &mut Io {
            input: &mut std::io::stdin().lock(),
            out: &mut out,
            err: &mut err,
        },
    );
    // Who has closed the pipe has seen enough.
    let _ = out.flush();
    ExitCode::from(exit.code())
}
