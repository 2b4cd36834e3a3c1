fn main() {
    redirects::redirects!("destination.yml");
    let _ = POLICY.find("/a/1");
}
