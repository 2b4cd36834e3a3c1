//! A PostgreSQL server of its own for a test: in a folder that goes with it, on a free port.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

/// The server. It ends when this is dropped.
pub(crate) struct Server {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl Server {
    /// Makes a new database and starts its server; `None` where PostgreSQL is not installed.
    pub(crate) async fn start() -> Option<Server> {
        let programs = programs()?;
        let folder = tempfile::tempdir().unwrap();
        give_away(folder.path());
        let mut server = Server {
            port: free_port(),
            programs,
            folder,
            process: None,
        };
        let made = server
            .program("initdb")
            .args(["--auth=trust", "--username=site", "--no-sync", "-D"])
            .arg(server.data())
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success(), "initdb failed");
        server.run().await;
        Some(server)
    }

    /// Starts the server, again after [`Server::stop`], and waits until it answers.
    pub(crate) async fn run(&mut self) {
        let mut program = self.program("postgres");
        program
            .arg("-D")
            .arg(self.data())
            .arg("-k")
            .arg(self.folder.path());
        program.arg("-p").arg(self.port.to_string());
        for setting in [
            "listen_addresses=127.0.0.1",
            "fsync=off",
            "log_statement=all",
        ] {
            program.arg("-c").arg(setting);
        }
        let log = File::options().create(true).append(true).open(self.log());
        program.stderr(log.unwrap()).stdout(Stdio::null());
        self.process = Some(program.spawn().unwrap());
        for _ in 0..600 {
            if self.connect().await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not answer: {}", self.read_log());
    }

    /// Stops the server at once, as a crash does, but so that it gives its shared memory back.
    pub(crate) fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let id = process.id().to_string();
            let quit = Command::new("kill").args(["-QUIT", &id]).status();
            if !quit.is_ok_and(|status| status.success()) {
                // Already gone is as good.
                let _ = process.kill();
            }
            process.wait().unwrap();
        }
    }

    /// The address of the database.
    pub(crate) fn url(&self) -> String {
        format!("postgres://site@127.0.0.1:{}/postgres", self.port)
    }

    /// A connection of the test's own.
    pub(crate) async fn connect(&self) -> Result<Client, tokio_postgres::Error> {
        let (client, connection) = tokio_postgres::connect(&self.url(), NoTls).await?;
        tokio::spawn(connection);
        Ok(client)
    }

    /// Counts the statements of this text so far.
    pub(crate) fn statements(&self, text: &str) -> usize {
        let log = self.read_log();
        log.lines().filter(|line| line.contains(text)).count()
    }

    fn read_log(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// One of PostgreSQL's programs, which refuse to run as root.
    fn program(&self, name: &str) -> Command {
        let mut program = Command::new(self.programs.join(name));
        program.current_dir(self.folder.path());
        if let Some((user, group)) = other_user() {
            program.uid(user).gid(group);
        }
        program
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The folder of the programs: Debian keeps them out of the path.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let versions = versions.flatten().map(|version| version.path().join("bin"));
    std::env::split_paths(&path)
        .chain(versions)
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// The user that Debian's package makes, for a test that runs as root.
fn other_user() -> Option<(u32, u32)> {
    (id(&["-u"])? == 0).then(|| {
        let user = id(&["-u", "postgres"]).expect("a user `postgres`");
        (user, id(&["-g", "postgres"]).unwrap())
    })
}

fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn give_away(folder: &Path) {
    if let Some((user, group)) = other_user() {
        std::os::unix::fs::chown(folder, Some(user), Some(group)).unwrap();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
