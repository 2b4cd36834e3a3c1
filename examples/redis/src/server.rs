//! A Redis server of its own for a test: in a folder that goes with it, on a free port.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use tempfile::TempDir;

/// The server. It ends when this is dropped.
pub(crate) struct Server {
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl Server {
    /// Starts a server without keys; `None` where Redis is not installed.
    pub(crate) async fn start() -> Option<Server> {
        let mut version = Command::new("redis-server");
        version.arg("--version").stdout(Stdio::null());
        version.status().ok()?;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut server = Server {
            folder: tempfile::tempdir().unwrap(),
            port: listener.local_addr().unwrap().port(),
            process: None,
        };
        drop(listener);
        server.run().await;
        Some(server)
    }

    /// Starts the server, again after [`Server::stop`], and waits until it answers.
    pub(crate) async fn run(&mut self) {
        let mut program = Command::new("redis-server");
        program.current_dir(self.folder.path());
        program.arg("--port").arg(self.port.to_string());
        program.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"]);
        program.stdout(Stdio::null());
        self.process = Some(program.spawn().unwrap());
        for _ in 0..600 {
            if self.connect().await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not answer");
    }

    /// Stops the server as a crash does.
    pub(crate) fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            // Already gone is as good.
            let _ = process.kill();
            process.wait().unwrap();
        }
    }

    /// The address of the server.
    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// A connection of the test's own, to a server that has read its keys.
    pub(crate) async fn connect(&self) -> redis::RedisResult<MultiplexedConnection> {
        let client = redis::Client::open(self.url())?;
        let mut connection = client.get_multiplexed_async_connection().await?;
        let () = redis::cmd("PING").query_async(&mut connection).await?;
        Ok(connection)
    }

    /// Counts the commands of this name so far.
    pub(crate) async fn commands(&self, name: &str) -> usize {
        let mut connection = self.connect().await.unwrap();
        let mut info = redis::cmd("INFO");
        let info = info.arg("commandstats").query_async(&mut connection).await;
        let info: String = info.unwrap();
        let start = format!("cmdstat_{name}:calls=");
        let line = info.lines().find_map(|line| line.strip_prefix(&start));
        line.map_or(0, |line| line.split(',').next().unwrap().parse().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
