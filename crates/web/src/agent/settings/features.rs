//! What members find and may do: switches that hide or limit whole parts.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use desk::guides::{MemberWriting, Readers};
use desk::settings::{self, Setting};
use maud::html;
use serde::Deserialize;

use super::{Sheet, sheet};
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::guides::writing_name;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/features";
/// Comments after which even a careful desk trusts somebody.
const TRUSTED_AFTER_MAX: i64 = 50;

/// The page.
pub(crate) async fn features(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let text = reader.text;
    let centre = &frame.help_centre;
    let sign_up = app.desk.read(|conn| settings::get(conn, Setting::SignUp)).await? != "no";
    let body = html! {
        p.soft { (text.msg_settings_features_lead()) }
        form.stack #features method="post" action=(HERE) data-enhance {
            section.form-section {
                div { h2 { (text.msg_guide_all()) } p.hint { (text.msg_settings_features_guides()) } }
                div.stack.side-switches {
                    label.switch {
                        span { (text.msg_settings_hide_guides()) small { (text.msg_settings_hide_guides_hint()) } }
                        input type="checkbox" role="switch" name="hide_help_desk" value="yes" checked[centre.hidden];
                    }
                    fieldset.field {
                        legend { (text.msg_settings_writing()) }
                        @for writing in MemberWriting::ALL {
                            label.check {
                                input type="radio" name="member_writing" value=(writing.code()) checked[*writing == centre.writing];
                                (writing_name(&reader, *writing))
                            }
                        }
                    }
                }
            }
            section.form-section {
                div { h2 { (text.msg_topic_all()) } p.hint { (text.msg_settings_community_hint()) } }
                div.stack.side-switches {
                    label.switch {
                        span { (text.msg_settings_hide_community()) small { (text.msg_settings_hide_community_hint()) } }
                        input type="checkbox" role="switch" name="hide_community" value="yes" checked[frame.community.hidden];
                    }
                    label.switch {
                        span { (text.msg_settings_private_default()) small { (text.msg_settings_private_default_hint()) } }
                        input type="checkbox" role="switch" name="private_by_default" value="yes" checked[frame.community.private_by_default];
                    }
                    label.switch {
                        span { (text.msg_settings_community_public()) small { (text.msg_settings_community_public_hint()) } }
                        input type="checkbox" role="switch" name="community_readers" value="public" checked[frame.community.readers == Readers::Public];
                    }
                    div.field {
                        label for="trusted_after" { (text.msg_settings_trusted_after()) }
                        input.input #trusted_after name="trusted_after" type="number" min="0" max=(TRUSTED_AFTER_MAX)
                            value=(frame.community.trusted_after) aria-describedby="hint-trusted_after";
                        p.hint #hint-trusted_after { (text.msg_settings_trusted_after_hint()) }
                    }
                    div.field {
                        label for="watched_words" { (text.msg_settings_watched()) }
                        textarea.textarea #watched_words name="watched_words" rows="4" maxlength=(desk::limits::WATCHED_CHARS_MAX)
                            aria-describedby="hint-watched_words" { "\n" (frame.community.watched.join("\n")) }
                        p.hint #hint-watched_words { (text.msg_settings_watched_hint()) }
                    }
                    p { a href="/agent/settings/legal" { (text.msg_settings_rules_edit()) } " · " a href="/agent/settings/ready" { (text.msg_ready_title()) } }
                }
            }
            section.form-section {
                div { h2 { (text.msg_settings_accounts()) } p.hint { (text.msg_settings_accounts_hint()) } }
                div.stack.side-switches {
                    label.switch {
                        span { (text.msg_settings_sign_up()) small { (text.msg_settings_sign_up_hint()) } }
                        input type="checkbox" role="switch" name="sign_up" value="yes" checked[sign_up];
                    }
                }
            }
            div { button.btn type="submit" data-variant="primary" { (text.msg_agent_save()) } }
        }
    };
    let page = sheet(&reader, &frame, "features", &text.msg_settings_features(), Sheet::Editor, &body);
    Ok(page_with(StatusCode::OK, page))
}

/// The switches as they were sent.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    hide_help_desk: String,
    #[serde(default)]
    member_writing: String,
    #[serde(default)]
    sign_up: String,
    #[serde(default)]
    hide_community: String,
    #[serde(default)]
    private_by_default: String,
    #[serde(default)]
    community_readers: String,
    #[serde(default)]
    trusted_after: String,
    #[serde(default)]
    watched_words: String,
}

/// Keeps the switches.
pub(crate) async fn save_features(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let hidden = if typed.hide_help_desk == "yes" { "yes" } else { "" };
    let writing = MemberWriting::from_code(&typed.member_writing).unwrap_or(MemberWriting::Direct).code();
    let sign_up = if typed.sign_up == "yes" { "yes" } else { "no" };
    let yes = |value: &str| if value == "yes" { "yes" } else { "" };
    let (hidden_community, private) = (yes(&typed.hide_community), yes(&typed.private_by_default));
    let readers = if typed.community_readers == "public" { "public" } else { "members" };
    let trusted = typed.trusted_after.trim().parse::<i64>().unwrap_or(2).clamp(0, TRUSTED_AFTER_MAX).to_string();
    let watched: String = typed.watched_words.replace('\r', "").chars().take(desk::limits::WATCHED_CHARS_MAX).collect();
    app.desk
        .change(&reader.actor, move |c| {
            settings::set(c, Setting::HideCommunity, hidden_community)?;
            settings::set(c, Setting::PrivateByDefault, private)?;
            settings::set(c, Setting::CommunityReaders, readers)?;
            settings::set(c, Setting::TrustedAfter, &trusted)?;
            settings::set(c, Setting::WatchedWords, &watched)?;
            settings::set(c, Setting::HideHelpDesk, hidden)?;
            settings::set(c, Setting::MemberWriting, writing)?;
            settings::set(c, Setting::SignUp, sign_up)
        })
        .await?;
    redirect_after(HERE, Done::Saved, 1, None)
}
