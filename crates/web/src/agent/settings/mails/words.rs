//! What mails, their placeholders and their faults are called.

use desk::mailflow::templates::Template;
use markup::letter::Fault;

use crate::reader::Reader;

/// What a mail is called.
pub(super) fn name(reader: &Reader, template: Template) -> String {
    let text = reader.text;
    match template {
        Template::Answer => text.msg_mails_answer(),
        Template::Acknowledgement => text.msg_mails_acknowledgement(),
        Template::RuleMessage => text.msg_mails_rule_message(),
        Template::SignIn => text.msg_mails_sign_in(),
        Template::Account => text.msg_mails_account(),
    }
}

/// When it leaves.
pub(super) fn when(reader: &Reader, template: Template) -> String {
    let text = reader.text;
    match template {
        Template::Answer => text.msg_mails_answer_when(),
        Template::Acknowledgement => text.msg_mails_acknowledgement_when(),
        Template::RuleMessage => text.msg_mails_rule_message_when(),
        Template::SignIn => text.msg_mails_sign_in_when(),
        Template::Account => text.msg_mails_account_when(),
    }
}

/// What a placeholder stands for.
pub(super) fn meaning(reader: &Reader, placeholder: &str) -> String {
    let text = reader.text;
    match placeholder {
        "answer" => text.msg_mails_is_answer(),
        "signature" => text.msg_mails_is_signature(),
        "agent.name" => text.msg_mails_is_agent_name(),
        "solved.link" => text.msg_mails_is_solved_link(),
        "message" => text.msg_mails_is_message(),
        "sign_in.link" => text.msg_mails_is_sign_in_link(),
        "ticket.number" => text.msg_mails_is_ticket_number(),
        "ticket.subject" => text.msg_mails_is_ticket_subject(),
        "ticket.link" => text.msg_mails_is_ticket_link(),
        "last_words" => text.msg_mails_is_last_words(),
        "customer.name" => text.msg_mails_is_customer_name(),
        "customer.first_name" => text.msg_mails_is_customer_first_name(),
        "customer.address" => text.msg_mails_is_customer_address(),
        "organisation" => text.msg_mails_is_organisation(),
        "site" => text.msg_mails_is_site(),
        "help_centre" => text.msg_mails_is_help_centre(),
        _ => String::new(),
    }
}

/// What is wrong, and where.
pub(super) fn fault(reader: &Reader, fault: &Fault) -> String {
    let text = reader.text;
    match fault {
        Fault::Syntax(line) => text.msg_mails_fault_syntax(line.to_string()),
        Fault::Forbidden(line) => text.msg_mails_fault_forbidden(line.to_string()),
        Fault::Unknown(name) => text.msg_mails_fault_unknown(name),
        Fault::Missing(name) => text.msg_mails_fault_missing(*name),
        Fault::TooLong => text.msg_error_too_long(),
    }
}
