//! What members find and may do: switches that hide or limit whole parts.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use desk::guides::MemberWriting;
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
    app.desk
        .change(&reader.actor, move |c| {
            settings::set(c, Setting::HideHelpDesk, hidden)?;
            settings::set(c, Setting::MemberWriting, writing)?;
            settings::set(c, Setting::SignUp, sign_up)
        })
        .await?;
    redirect_after(HERE, Done::Saved, 1, None)
}
