//! A type for the id of each table, so that none is taken for another.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<$name> for store::Value<'_> {
            fn from(id: $name) -> Self {
                Self::Int(id.0)
            }
        }
        impl store::Column for $name {
            fn read(row: &store::Row, index: usize) -> store::Result<Self> {
                row.get(index).map(Self)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }
        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )* };
}

ids! {
    /// A person.
    PersonId,
    /// A company.
    CompanyId,
    /// A service.
    ServiceId,
    /// A department of a service.
    DepartmentId,
    /// A type of tickets.
    TypeId,
    /// A status of a type.
    StatusId,
    /// An address of the desk.
    AddressId,
    /// A ticket; the number people see.
    TicketId,
    /// A message of a ticket.
    MessageId,
    /// An answer that leaves later.
    ScheduledId,
    /// A grant of an agent.
    GrantId,
    /// A canned reply.
    CannedId,
    /// A filter on creation.
    FilterId,
    /// A rule.
    RuleId,
    /// A project.
    ProjectId,
    /// A portal of a company.
    PortalId,
    /// A way on which an agent hears of chats.
    ContactId,
    /// A plan of customers.
    PlanId,
    /// A file that is taken in.
    ImportId,
    /// A view that an agent made.
    ViewId,
    /// A category of guides.
    CategoryId,
    /// A guide.
    GuideId,
    /// A guide in one language.
    GuideTextId,
    /// What somebody is writing for a guide.
    GuideEditId,
    /// An attachment.
    AttachmentId,
    /// A measure against a person.
    SanctionId,
    /// A text that moderators have ready.
    ReadyTextId,
    /// A token of the API.
    TokenId,
    /// Somebody who is told about events.
    WebhookId,
    /// A recorded change.
    EventId,
    /// A mail that came in.
    InboundId,
    /// A mailbox on another server.
    MailboxId,
    /// A mail that goes out.
    OutboxId,
    /// A pause of what answers by itself.
    PauseId,
    /// A key that mail is signed with.
    SigningKeyId,
}
