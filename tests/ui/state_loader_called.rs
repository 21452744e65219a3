use fingerpost::{Api, Result};

struct Settings;

async fn load_settings() -> Result<Settings> {
    Ok(Settings)
}

fn main() {
    let _ = Api::new("events").state(load_settings());
}
