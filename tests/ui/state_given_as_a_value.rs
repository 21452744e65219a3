use fingerpost::Api;

struct Settings;

fn main() {
    let _ = Api::new("events").state(Settings);
}
