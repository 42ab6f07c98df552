//! Persons: customers, agents, admins; how they sign in and who they are to the desk.

mod accounts;
mod companies;
mod directory;
mod grants;
mod password;

pub use accounts::{
    SignIn, change_password, end_session, has_password, link_for, put_away_welcome, session_actor, set_password,
    sign_in_by_link, sign_in_by_password, staff_actor, start_session,
};
pub use companies::{
    Company, CompanyForm, CompanyPage, add_company, change_company, companies, company, company_page, delete_company,
    find_company,
};
pub(crate) use directory::no_address;
pub use directory::{
    NewPerson, Person, PersonSettings, SessionPerson, agents, create, find, find_by_address, find_or_create,
    has_address, is_valid_address, known_to, language_chosen, make_agent, normalise_address, set_role, settings_saved,
};
pub use grants::{Grant, Reach, can_handle, change_grant, grant, grant_owner, grants_of, revoke, signature};
pub(crate) use grants::{admins, all_granted, watchers};
pub use password::{hash_password, verify_password};

/// What a person is to the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Asks questions.
    Customer,
    /// Answers them.
    Agent,
    /// Answers, and runs the desk.
    Admin,
}

impl Role {
    /// As tables keep it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Admin => "admin",
        }
    }

    /// Reads what tables keep; anything unknown has the least rights.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code {
            "admin" => Self::Admin,
            "agent" => Self::Agent,
            _ => Self::Customer,
        }
    }

    /// True for agents and admins.
    #[must_use]
    pub fn is_staff(self) -> bool {
        self != Self::Customer
    }
}
