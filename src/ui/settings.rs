//! What the reader likes, kept on the device: colours of the page, and which colour means a rise.

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The name it is kept under.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme that the switch gives next.
    pub fn next(self) -> Theme {
        match self {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        }
    }

    /// What `data-theme` says; None leaves it to the system.
    pub fn forced(self) -> Option<&'static str> {
        (self != Theme::Auto).then_some(self.name())
    }
}

/// The colour of a rise.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Colours {
    /// 红涨绿跌, as Chinese readers expect.
    #[default]
    RedUp,
    /// The other way round.
    GreenUp,
}

impl Colours {
    /// The name it is kept under, and what `data-colours` says.
    pub fn name(self) -> &'static str {
        match self {
            Colours::RedUp => "red-up",
            Colours::GreenUp => "green-up",
        }
    }

    /// The other one.
    pub fn other(self) -> Colours {
        match self {
            Colours::RedUp => Colours::GreenUp,
            Colours::GreenUp => Colours::RedUp,
        }
    }
}

/// All settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// The colour of a rise.
    pub colours: Colours,
    /// Whether keys pressed without Ctrl or Cmd do something.
    pub keys: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { theme: Theme::default(), colours: Colours::default(), keys: true }
    }
}

impl Settings {
    /// The settings that were kept; unknown words mean the default.
    pub fn read(stored: impl Fn(&str) -> Option<String>) -> Settings {
        let theme = stored("theme").and_then(|name| [Theme::Light, Theme::Dark].into_iter().find(|theme| theme.name() == name));
        let green = stored("colours").is_some_and(|name| name == Colours::GreenUp.name());
        let keys = stored("keys").is_none_or(|word| word != "off");
        Settings { theme: theme.unwrap_or_default(), colours: if green { Colours::GreenUp } else { Colours::RedUp }, keys }
    }
}
