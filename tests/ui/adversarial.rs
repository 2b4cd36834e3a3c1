mod destinations {
    redirects::redirects!("adversarial.yml");
}

mod proofs {
    redirects::redirects!("adversarial-proofs.yml");
}

fn main() {}
