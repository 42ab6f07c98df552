//! Recorded changes. The timeline, undo, notifications and live screens are all read from these.

use crate::{EventId, MessageId, TicketId, Time};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// Everything that can happen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$doc])* $name),* }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As the event log keeps it.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// Reads what the event log keeps.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

kinds! {
    /// A ticket was opened; `message` is its first message.
    TicketOpened = "ticket_opened",
    /// The customer (or another participant) wrote.
    CustomerReplied = "customer_replied",
    /// An agent answered in public.
    AgentReplied = "agent_replied",
    /// An agent left a note.
    NoteAdded = "note_added",
    /// `before` and `after` are marks of statuses: `3:open`; older ones the code of a category.
    StatusChanged = "status_changed",
    /// `before` and `after` are the type and the status's mark: `1/3:open`.
    TypeChanged = "type_changed",
    /// `before` and `after` are person ids or empty.
    Assigned = "assigned",
    /// `before` and `after` are priority codes.
    PriorityChanged = "priority_changed",
    /// `after` is the tag.
    TagAdded = "tag_added",
    /// `before` is the tag.
    TagRemoved = "tag_removed",
    /// `before` and `after` are department ids.
    DepartmentChanged = "department_changed",
    /// `before` and `after` are project ids or empty.
    ProjectChanged = "project_changed",
    /// `before` and `after` are days or empty: `2026-11-30`.
    DueChanged = "due_changed",
    /// `before` and `after` are minutes or empty.
    EstimateChanged = "estimate_changed",
    /// `before` and `after` are places: the lists, spam, the bin.
    Placed = "placed",
    /// Another ticket's messages came in; `after` is that ticket.
    MergedIn = "merged_in",
    /// Its messages went to another ticket; `after` is that ticket.
    MergedAway = "merged_away",
    /// Messages became a ticket of their own; `after` is that ticket.
    SplitOff = "split_off",
    /// It was made of messages of another ticket; `before` is that ticket.
    SplitFrom = "split_from",
    /// A message went to another ticket; `after` is that ticket, `before` who takes part there since.
    MessageMoved = "message_moved",
    /// A message of another ticket came here; `before` is that ticket.
    MessageCame = "message_came",
    /// A message's mail was read again; `before` and `after` are classes of automatic mail.
    MailReread = "mail_reread",
    /// A merge, a split or the move of a message was taken back; `before` is the other ticket.
    Parted = "parted",
    /// The acknowledgement was queued.
    Acknowledged = "acknowledged",
    /// An agent was told by a rule; `after` is the person.
    Notified = "notified",
    /// A queued answer was taken back before it was sent.
    ReplyWithdrawn = "reply_withdrawn",
    /// An answer was written for later; `before` is its number, `after` the moment.
    AnswerScheduled = "answer_scheduled",
    /// It went back into the composer; `before` is its number.
    AnswerUnscheduled = "answer_unscheduled",
    /// It did not leave at its time; `before` is its number, `after` says why.
    AnswerKept = "answer_kept",
    /// The link to a file that was too large for its mail was ended, or opens anew; `before` is the file's name, `after`
    /// until when, empty for ended.
    FileLinkChanged = "file_link_changed",
    /// A mail could not be sent; `after` is the reason.
    MailFailed = "mail_failed",
    /// An answer came back; `message` is the answer, `before` the address, `after` the status code (RFC 3463).
    AnswerReturned = "answer_returned",
    /// A rule was held back or could not do what it says; `because` says why, `after` is the rule.
    RulesStopped = "rules_stopped",
    /// A rule tells a webhook; `after` is the webhook.
    WebhookCalled = "webhook_called",
    /// The desk's own settings changed; `after` says what.
    Configured = "configured",
    /// A person signed in.
    SignedIn = "signed_in",
    /// Another member wrote in a public ticket.
    Commented = "commented",
    /// A moderator reads the message before others do; `after` says why.
    PostHeld = "post_held",
    /// It may be read by others.
    PostApproved = "post_approved",
    /// It may not.
    PostRejected = "post_rejected",
    /// A moderator took it out of sight.
    PostHidden = "post_hidden",
    /// It is in sight again.
    PostShown = "post_shown",
    /// Its words were changed.
    PostEdited = "post_edited",
    /// Nobody adds to the topic any more.
    TopicLocked = "topic_locked",
    /// Everybody may again.
    TopicUnlocked = "topic_unlocked",
    /// First in its lists: `after` is `yes`; or not any more.
    TopicPinned = "topic_pinned",
    /// `before` and `after` are categories.
    TopicMoved = "topic_moved",
    /// `before` and `after` are visibilities.
    VisibilityChanged = "visibility_changed",
    /// `before` and `after` are messages or empty.
    AnswerAccepted = "answer_accepted",
    /// `before` and `after` are messages or empty.
    AnswerOfficial = "answer_official",
    /// Somebody told the moderators about a message.
    Reported = "reported",
    /// What became of the reports: `after` is `upheld` or `dismissed`.
    ReportsSettled = "reports_settled",
    /// A measure against a person: `before` says which, `after` is its number.
    PersonSanctioned = "person_sanctioned",
    /// It ended before its time.
    SanctionLifted = "sanction_lifted",
    /// An agent took a chat; `after` is how many seconds the visitor had waited.
    ChatTaken = "chat_taken",
    /// A second agent was asked into it; `after` is the person.
    ChatInvited = "chat_invited",
    /// It is over; `after` says by whom: `agent`, `visitor`, `desk`.
    ChatEnded = "chat_ended",
    /// The visitor left before somebody came.
    ChatMissed = "chat_missed",
    /// What the visitor thought of it; `after` is 1 to 5.
    ChatRated = "chat_rated",
    /// An agent takes chat requests, or no more; `after` is the person and why: `12:away`.
    AvailabilityChanged = "availability_changed",
    /// Somebody accepted the rules; `after` is the person and the version.
    RulesAccepted = "rules_accepted",
    /// A guide got a new version; `after` is its number, language and version: `12:fr:3`.
    GuidePublished = "guide_published",
    /// Somebody proposed a text for a guide; `after` is the number of the edit.
    GuideSuggested = "guide_suggested",
    /// What became of a suggestion; `before` is its number, `after` says `accepted` or `declined`.
    GuideReviewed = "guide_reviewed",
    /// Who reads a guide, or where it stands, changed; `after` is its number.
    GuideChanged = "guide_changed",
    /// A guide went to the bin, or came back; `after` is its number, `before` where it was.
    GuidePlaced = "guide_placed",
}

impl Kind {
    /// True for what webhooks are told of.
    #[must_use]
    pub fn is_about_tickets(self) -> bool {
        !matches!(
            self,
            Self::Configured
                | Self::SignedIn
                | Self::WebhookCalled
                | Self::PersonSanctioned
                | Self::SanctionLifted
                | Self::RulesAccepted
                | Self::AvailabilityChanged
        ) && !self.is_about_guides()
    }

    /// True for what changes the help centre.
    #[must_use]
    pub fn is_about_guides(self) -> bool {
        matches!(
            self,
            Self::GuidePublished | Self::GuideSuggested | Self::GuideReviewed | Self::GuideChanged | Self::GuidePlaced
        )
    }

    /// True for what customers see of their ticket.
    #[must_use]
    pub fn is_public(self) -> bool {
        matches!(
            self,
            Self::TicketOpened
                | Self::CustomerReplied
                | Self::AgentReplied
                | Self::StatusChanged
                | Self::TypeChanged
                | Self::ReplyWithdrawn
                | Self::Commented
        )
    }
}

/// What a verb states to have happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// What.
    pub kind: Kind,
    /// About which ticket.
    pub ticket: Option<TicketId>,
    /// About which message.
    pub message: Option<MessageId>,
    /// Why, as a code with an argument after a colon, for people: `sent_to:support@example.org`.
    pub because: String,
    /// The value before.
    pub before: String,
    /// The value after.
    pub after: String,
}

impl Event {
    /// An event about a ticket.
    #[must_use]
    pub fn on(kind: Kind, ticket: TicketId) -> Self {
        Self {
            kind,
            ticket: Some(ticket),
            message: None,
            because: String::new(),
            before: String::new(),
            after: String::new(),
        }
    }

    /// An event about the desk itself.
    #[must_use]
    pub fn of_desk(kind: Kind, after: &str) -> Self {
        Self {
            kind,
            ticket: None,
            message: None,
            because: String::new(),
            before: String::new(),
            after: after.to_owned(),
        }
    }

    /// With the message it is about.
    #[must_use]
    pub fn message(mut self, message: MessageId) -> Self {
        self.message = Some(message);
        self
    }

    /// With the values before and after.
    #[must_use]
    pub fn values(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.before = before.into();
        self.after = after.into();
        self
    }

    /// With a reason.
    #[must_use]
    pub fn because(mut self, because: impl Into<String>) -> Self {
        self.because = because.into();
        self
    }
}

/// An event with what the log added: what reactions look at.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Its row.
    pub id: EventId,
    /// When.
    pub at: Time,
    /// The kind of actor (see [`crate::actor::Kind::code`]).
    pub actor_kind: &'static str,
    /// The actor's name: of a rule what the timeline calls it.
    pub actor_name: String,
    /// The event.
    pub event: Event,
}
