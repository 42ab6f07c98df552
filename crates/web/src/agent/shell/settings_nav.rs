//! The menu of the settings.

use desk::policy::{self, Action};
use maud::{Markup, html};

use super::{Place, nav};
use crate::parts;
use crate::reader::Reader;

/// The menu: what the reader may set, and the way back.
pub(super) fn sidenav(reader: &Reader, place: &Place) -> Markup {
    let text = reader.text;
    let admin = policy::allow(&reader.actor, Action::Configure, None).is_ok();
    let item = |code: &str, href: &str, symbol: &str, name: String| {
        html! {
            li {
                a.nav-item href=(href) aria-current=[nav::current(place.active == code)] data-palette=(name)
                    data-icon=(symbol) {
                    (parts::icon(symbol)) span.nav-label.truncate { (name) }
                }
            }
        }
    };
    html! {
        nav.sidenav #nav popover data-region="morph" aria-label=(text.msg_agent_settings()) {
            div.nav-top {
                a.btn href="/agent/views/mine" data-variant="quiet" data-size="s" data-key="g i" {
                    (parts::icon("arrow-left")) (text.msg_settings_back())
                }
            }
            (nav::find(reader))
            div.nav-scroll tabindex="0" role="group" aria-label=(text.msg_agent_settings()) {
                section aria-labelledby="nav-tickets" {
                    h2 #nav-tickets { (text.msg_settings_group_tickets()) }
                    ul {
                        (item("views", "/agent/settings/views", "panels-top-left", text.msg_views_title()))
                        @if admin {
                            (item("services", "/agent/settings/services", "layers", text.msg_settings_services()))
                            (item("types", "/agent/settings/types", "shapes", text.msg_settings_types()))
                            (item("automations", "/agent/settings/automations", "zap", text.msg_settings_rules()))
                            (item("hours", "/agent/settings/hours", "clock", text.msg_settings_hours()))
                            (item("filters", "/agent/settings/filters", "list-filter", text.msg_settings_filters()))
                        }
                        (item("replies", "/agent/settings/replies", "message-square-quote", text.msg_settings_canned()))
                        (item("ready", "/agent/settings/ready", "shield-check", text.msg_ready_title()))
                        @if admin { (item("blocked", "/agent/settings/blocked", "ban", text.msg_settings_blocked())) }
                    }
                }
                @if admin {
                    section aria-labelledby="nav-portal" {
                        h2 #nav-portal { (text.msg_settings_group_portal()) }
                        ul {
                            (item("guides", "/agent/settings/guides", "book-open", text.msg_guide_all()))
                            (item("companies", "/agent/settings/companies", "building-2", text.msg_companies_title()))
                            (item("portals", "/agent/settings/portals", "app-window", text.msg_portals_title()))
                            (item("plans", "/agent/settings/plans", "id-card", text.msg_plans_title()))
                            (item("mails", "/agent/settings/mails", "mail", text.msg_mails_title()))
                            (item("legal", "/agent/settings/legal", "scroll-text", text.msg_settings_legal()))
                            (item("features", "/agent/settings/features", "toggle-right", text.msg_settings_features()))
                        }
                    }
                }
                section aria-labelledby="nav-team" {
                    h2 #nav-team { (text.msg_settings_group_team()) }
                    ul {
                        @if admin { (item("agents", "/agent/settings/agents", "user-round-cog", text.msg_settings_agents())) }
                        (item("contacts", "/agent/settings/contacts", "bell", text.msg_contacts_title()))
                        (item("profile", "/agent/profile", "circle-user", text.msg_agent_profile()))
                    }
                }
                section aria-labelledby="nav-system" {
                    h2 #nav-system { (text.msg_settings_group_system()) }
                    ul {
                        @if admin {
                            (item("addresses", "/agent/settings/addresses", "at-sign", text.msg_settings_addresses()))
                            (item("signing", "/agent/settings/signing", "signature", text.msg_signing_title()))
                            (item("mailboxes", "/agent/settings/mailboxes", "download", text.msg_mailbox_title()))
                            (item("mail", "/agent/mail", "inbox", text.msg_agent_ledger()))
                            (item("suppressed", "/agent/mail/suppressed", "ban", text.msg_suppressed_title()))
                            (item("doctor", "/agent/settings/doctor", "cloud-check", text.msg_doctor_title()))
                            (item("imports", "/agent/settings/imports", "folder-input", text.msg_import_all()))
                            (item("webhooks", "/agent/settings/webhooks", "send", text.msg_settings_hooks()))
                        }
                        (item("tokens", "/agent/settings/tokens", "key-round", text.msg_settings_tokens()))
                    }
                }
            }
            (nav::foot(reader))
            (nav::person_menu(reader, place))
        }
    }
}
