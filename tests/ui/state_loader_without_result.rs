use fingerpost::Api;

struct Settings;

async fn load_settings() -> Settings {
    Settings
}

fn main() {
    let _ = Api::new("events").state(load_settings);
}
