//! The manual page and the completions of shells, made from the very arguments that are read.

use std::io::{self, Write};

use clap::CommandFactory;

use crate::args::{Arguments, Generated};

/// Writes a manual page or a completion script.
pub(crate) fn generate(what: Generated, out: &mut dyn Write) -> io::Result<()> {
    let mut command = Arguments::command();
    match what {
        Generated::Man => man(&command, out),
        Generated::Completion(shell) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "redirects", &mut script);
            out.write_all(&script)
        }
    }
}

/// One page: the tool, then a section for each command.
fn man(command: &clap::Command, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Vec::new();
    let main = clap_mangen::Man::new(command.clone());
    main.render_title(&mut page)?;
    main.render_name_section(&mut page)?;
    main.render_synopsis_section(&mut page)?;
    main.render_description_section(&mut page)?;
    main.render_options_section(&mut page)?;
    for command in command.get_subcommands() {
        let name = command.get_name().to_uppercase();
        writeln!(page, ".SH \"REDIRECTS {name}\"")?;
        let part = clap_mangen::Man::new(command.clone());
        let mut options = Vec::new();
        part.render_description_section(&mut options)?;
        part.render_options_section(&mut options)?;
        let options = String::from_utf8_lossy(&options).replace(".SH ", ".SS ");
        page.write_all(options.as_bytes())?;
    }
    out.write_all(&page)
}
