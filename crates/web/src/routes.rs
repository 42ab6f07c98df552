//! Every route, with who may enter it: the one list that the router, the access check and the
//! generated permission matrix are made of.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::routing::{MethodRouter, any, delete, get, patch, post, put};
use axum::{Router, middleware};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::access::{self, Access};
use crate::agent::settings;
use crate::answer::Failure;
use crate::app::App;
use crate::{
    account, agent, api, assets, chat, community, customer, drain, files, guides, limits, live, portals, reader,
};

/// One route of the generated matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteInfo {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// With `{name}` for what varies.
    pub path: &'static str,
    /// `public`, `signed_in`, `agent`, `admin`.
    pub access: &'static str,
}

struct Route {
    method: &'static str,
    path: &'static str,
    access: Access,
    size: Size,
    handler: MethodRouter<App>,
}

/// Bytes that a request may bring, and how long it may take.
type Size = (usize, Duration);
const FORM: Size = (limits::FORM_BYTES_MAX, limits::REQUEST_TIMEOUT);
const UPLOAD: Size = (limits::UPLOAD_BYTES_MAX, limits::UPLOAD_TIMEOUT);

macro_rules! routes {
    ($($access:ident $method:ident $path:literal $handler:expr, $size:ident;)*) => {
        vec![$(Route {
            method: routes!(@name $method),
            path: $path,
            access: Access::$access,
            size: $size,
            handler: $method($handler),
        }),*]
    };
    (@name get) => { "GET" };
    (@name post) => { "POST" };
    (@name put) => { "PUT" };
    (@name patch) => { "PATCH" };
    (@name delete) => { "DELETE" };
}

/// The list. A line reads: who, how, where, what, how large a body.
fn list() -> Vec<Route> {
    routes! {
        Public get "/" customer::home, FORM;
        Public get "/healthz" healthz, FORM;
        Public get "/sign-in" account::show, FORM;
        Public post "/sign-in" account::by_password, FORM;
        Public post "/sign-in/link" account::send_link, FORM;
        Public get "/sign-in/{token}" account::by_link, FORM;
        Public post "/sign-out" account::sign_out, FORM;
        Public post "/welcome" account::put_away_welcome, FORM;
        Public get "/sign-up" account::sign_up_form, FORM;
        Public post "/sign-up" account::sign_up, FORM;
        Public get "/terms" customer::terms, FORM;
        Public get "/privacy" customer::privacy, FORM;
        Public get "/cookies" customer::cookies, FORM;
        Public get "/setup/{token}" account::setup_form, FORM;
        Public post "/setup/{token}" account::set_up, FORM;
        Public post "/language" account::language, FORM;
        Public get "/live" live::stream, FORM;
        Public get "/files/{token}" files::download, FORM;
        Public get "/f/{code}" files::download_by_link, FORM;

        Public get "/guides" guides::all, FORM;
        Public get "/guides/faq" guides::faq, FORM;
        Public get "/guides/search" guides::search, FORM;
        Public get "/guides/category/{id}" guides::category, FORM;
        Public get "/guides/files/{token}" guides::download, FORM;
        SignedIn get "/guides/own" guides::own, FORM;
        Public get "/guides/{id}" guides::show, FORM;
        Public post "/guides/{id}/vote" guides::vote, FORM;
        SignedIn get "/guides/{id}/edit" guides::edit, FORM;
        SignedIn post "/guides/{id}/edit" guides::save, UPLOAD;
        SignedIn post "/guides/{id}/draft" guides::keep, FORM;
        SignedIn post "/guides/{id}/files" guides::upload, UPLOAD;
        SignedIn get "/guides/{id}/versions" guides::history, FORM;
        SignedIn post "/guides/{id}/revert" guides::revert, FORM;
        Public get "/g/{token}" guides::by_link, FORM;
        Public get "/e/search" guides::embedded_search, FORM;
        Public get "/e/{token}" guides::embedded, FORM;
        Public get "/embed.js" guides::snippet, FORM;
        Public get "/sitemap.xml" guides::sitemap, FORM;
        Public get "/feed.xml" guides::feed, FORM;
        Public get "/robots.txt" guides::robots, FORM;

        Public get "/community" community::list, FORM;
        Public get "/community/rules" community::rules, FORM;
        SignedIn post "/community/rules" community::accept, FORM;
        SignedIn get "/community/digest" community::digest, FORM;
        SignedIn post "/community/digest" community::keep_digest, FORM;
        Public get "/community/{id}" community::show, FORM;
        SignedIn post "/community/{id}/comments" community::comment, UPLOAD;
        SignedIn post "/community/{id}/follow" community::choose, FORM;
        SignedIn post "/community/{id}/answer" community::answer, FORM;
        SignedIn post "/community/{id}/private" community::make_private, FORM;
        SignedIn post "/community/posts/{id}/react" community::react, FORM;
        SignedIn get "/community/posts/{id}/report" community::report_form, FORM;
        SignedIn post "/community/posts/{id}/report" community::report, FORM;
        SignedIn get "/community/posts/{id}/edit" community::edit_form, FORM;
        SignedIn post "/community/posts/{id}/edit" community::edit, FORM;
        Agent post "/community/{id}/moderate" community::moderate, FORM;
        Agent get "/community/{id}/lock" community::lock_form, FORM;
        Agent post "/community/{id}/lock" community::lock, UPLOAD;
        Public get "/c/{key}" community::by_key, FORM;
        Public post "/c/{key}" community::choose_by_key, FORM;

        Public get "/p/{portal}" portals::show, FORM;
        Public post "/p/{portal}" portals::ask, UPLOAD;
        Public get "/p/{portal}/brand.css" portals::colours, FORM;
        Public get "/p/{portal}/logo" portals::logo, FORM;
        Public get "/p/{portal}/example" portals::example, FORM;
        Public get "/chat/{code}" chat::show, FORM;
        Public post "/chat/{code}" chat::wish, FORM;
        Public get "/chat/{code}/news" chat::news, FORM;
        Public post "/chat/{code}/messages" chat::say, UPLOAD;
        Public post "/chat/{code}/alive" chat::alive, FORM;
        Public get "/chat/{code}/signals" chat::visitor_signals, FORM;
        Public post "/chat/{code}/signals" chat::visitor_signal, FORM;

        SignedIn get "/tickets" customer::mine, FORM;
        Public get "/tickets/similar" customer::similar, FORM;
        Public get "/tickets/new" customer::form, FORM;
        Public post "/tickets" customer::open, UPLOAD;
        SignedIn get "/tickets/{id}" customer::show, FORM;
        SignedIn post "/tickets/{id}/messages" customer::reply, UPLOAD;
        Public get "/t/{code}" customer::show_by_link, FORM;
        Public get "/t/{code}/solved" customer::solved, FORM;
        Public post "/t/{code}/messages" customer::reply_by_link, UPLOAD;

        Agent get "/agent" agent::home, FORM;
        Agent get "/agent/dashboard" agent::dashboard, FORM;
        Agent get "/agent/moderation" agent::moderation::queue, FORM;
        Agent post "/agent/moderation/posts/{id}/settle" agent::moderation::settle, FORM;
        Agent get "/agent/moderation/posts/{id}" agent::moderation::post, FORM;
        Agent post "/agent/moderation/posts/{id}" agent::moderation::act_on_post, FORM;
        Agent get "/agent/moderation/people" agent::moderation::people, FORM;
        Agent get "/agent/moderation/people/{id}" agent::moderation::person, FORM;
        Agent post "/agent/moderation/people/{id}" agent::moderation::act_on_person, FORM;
        Agent get "/agent/moderation/log" agent::moderation::log, FORM;
        Agent post "/agent/moderation/log/{id}/undo" agent::moderation::undo, FORM;
        Agent get "/agent/tickets/{id}/publish" agent::publish_form, FORM;
        Agent post "/agent/tickets/{id}/publish" agent::publish, FORM;
        Agent get "/agent/views/{view}" agent::list, FORM;
        Agent get "/agent/search" agent::search, FORM;
        Agent get "/agent/palette" agent::palette, FORM;
        Agent get "/agent/tickets/new" agent::new_ticket, FORM;
        Agent post "/agent/tickets" agent::open, FORM;
        Agent post "/agent/tickets/bulk" agent::bulk, FORM;
        Agent get "/agent/tickets/{id}" agent::show, FORM;
        Agent post "/agent/tickets/{id}/messages" agent::reply, UPLOAD;
        Agent get "/agent/scheduled" agent::scheduled, FORM;
        Agent post "/agent/tickets/{id}/scheduled/{scheduled}" agent::decide_scheduled, FORM;
        Agent get "/agent/tickets/{id}/messages/{message}/source" agent::source, FORM;
        Agent get "/agent/tickets/{id}/messages/{message}/look" agent::look, FORM;
        Agent get "/agent/tickets/{id}/messages/{message}/look.html" agent::paper, FORM;
        Agent get "/agent/tickets/{id}/messages/{message}/mail.eml" agent::mail_file, FORM;
        Agent post "/agent/tickets/{id}/messages/{message}/read-again" agent::read_again, FORM;
        Agent get "/agent/tickets/{id}/messages/{message}/move" agent::move_form, FORM;
        Agent post "/agent/tickets/{id}/messages/{message}/move" agent::move_message, FORM;
        Agent get "/agent/tickets/{id}/messages/{message}/pictures/{number}" agent::picture, FORM;
        Agent post "/agent/tickets/{id}/assignment" agent::assign, FORM;
        Agent post "/agent/tickets/{id}/status" agent::set_status, FORM;
        Agent post "/agent/tickets/{id}/type" agent::change_type, FORM;
        Agent post "/agent/tickets/{id}/priority" agent::set_priority, FORM;
        Agent post "/agent/tickets/{id}/department" agent::change_department, FORM;
        Agent post "/agent/tickets/{id}/project" agent::set_project, FORM;
        Agent post "/agent/tickets/{id}/due" agent::set_due, FORM;
        Agent post "/agent/tickets/{id}/estimate" agent::set_estimate, FORM;
        Agent post "/agent/tickets/{id}/place" agent::place, FORM;
        Agent get "/agent/tickets/{id}/merge" agent::merge_form, FORM;
        Agent post "/agent/tickets/{id}/merge" agent::merge, FORM;
        Agent get "/agent/tickets/{id}/split" agent::split_form, FORM;
        Agent post "/agent/tickets/{id}/split" agent::split, FORM;
        Agent get "/agent/tickets/{id}/why" agent::why, FORM;
        Agent get "/agent/tickets/{id}/replies" agent::replies, FORM;
        Agent get "/agent/tickets/{id}/guides" agent::guides, FORM;
        Agent post "/agent/tickets/{id}/plan" agent::set_plan, FORM;
        Agent post "/agent/tickets/{id}/tags" agent::add_tag, FORM;
        Agent post "/agent/tickets/{id}/tags/remove" agent::remove_tag, FORM;
        Agent post "/agent/tickets/{id}/draft" agent::save_draft, FORM;
        Agent post "/agent/tickets/{id}/files" agent::upload, UPLOAD;
        Agent post "/agent/tickets/{id}/files/{file}/link" agent::set_file_link, FORM;
        Agent post "/agent/files/{id}/remove" agent::forget_upload, FORM;
        Agent post "/agent/tickets/{id}/presence" agent::presence, FORM;
        Agent get "/agent/chats" chat::home, FORM;
        Agent get "/agent/chats/{id}" chat::one, FORM;
        Agent get "/agent/chats/{id}/news" chat::agent_news, FORM;
        Agent post "/agent/chats/{id}/act" chat::act, FORM;
        Agent post "/agent/chats/{id}/alive" chat::agent_alive, FORM;
        Agent get "/agent/chats/{id}/signals" chat::agent_signals, FORM;
        Agent post "/agent/chats/{id}/signals" chat::agent_signal, FORM;
        Agent post "/agent/availability" chat::availability, FORM;
        Agent post "/agent/availability/alive" chat::still_here, FORM;
        Agent post "/agent/undo/{change}" agent::undo, FORM;
        Agent get "/agent/projects" agent::projects, FORM;
        Agent post "/agent/projects" agent::add_project, FORM;
        Agent get "/agent/projects/new" agent::new_project, FORM;
        Agent get "/agent/projects/{id}" agent::project, FORM;
        Agent post "/agent/projects/{id}" agent::change_project, FORM;
        Agent get "/agent/guides" guides::list, FORM;
        Agent post "/agent/guides/{id}/act" guides::act, FORM;
        Agent get "/agent/guides/edits/{id}" guides::review, FORM;
        Agent post "/agent/guides/edits/{id}" guides::decide, FORM;
        Agent get "/agent/profile" agent::profile, FORM;
        Agent post "/agent/profile" agent::save_profile, FORM;
        Agent post "/agent/profile/password" agent::set_password, FORM;
        Agent post "/agent/mail/{id}/retry" agent::retry_mail, FORM;
        Agent get "/agent/settings" settings::home, FORM;
        Agent get "/agent/settings/views" agent::views::views, FORM;
        Agent post "/agent/settings/views" agent::views::add, FORM;
        Agent get "/agent/settings/views/new" agent::views::new, FORM;
        Agent get "/agent/settings/views/{id}" agent::views::edit, FORM;
        Agent post "/agent/settings/views/{id}" agent::views::change, FORM;
        Agent post "/agent/settings/views/{id}/act" agent::views::act, FORM;
        Admin post "/agent/settings/views/default/{view}" agent::views::switch_default, FORM;
        Agent get "/agent/settings/replies" settings::canned, FORM;
        Agent post "/agent/settings/replies" settings::add_canned, FORM;
        Agent post "/agent/settings/replies/{id}" settings::change_canned, FORM;
        Agent post "/agent/settings/grants/{id}" settings::change_grant, FORM;
        Agent get "/agent/settings/contacts" settings::contacts, FORM;
        Agent post "/agent/settings/contacts" settings::add_contact, FORM;
        Agent post "/agent/settings/contacts/{id}" settings::change_contact, FORM;
        Agent get "/agent/settings/ready" settings::ready, FORM;
        Agent post "/agent/settings/ready" settings::save_ready, FORM;
        Agent get "/agent/settings/tokens" settings::tokens, FORM;
        Agent post "/agent/settings/tokens" settings::add_token, FORM;
        Agent post "/agent/settings/tokens/{id}/end" settings::revoke_token, FORM;
        Admin get "/agent/settings/webhooks" settings::webhooks, FORM;
        Admin post "/agent/settings/webhooks" settings::add_webhook, FORM;
        Admin get "/agent/settings/webhooks/{id}" settings::webhook, FORM;
        Admin post "/agent/settings/webhooks/{id}" settings::change_webhook, FORM;
        Admin get "/agent/settings/services" settings::services, FORM;
        Admin post "/agent/settings/services" settings::add_service, FORM;
        Admin post "/agent/settings/services/{id}" settings::change_service, FORM;
        Admin post "/agent/settings/services/{id}/departments" settings::add_department, FORM;
        Admin post "/agent/settings/departments/{id}" settings::change_department, FORM;
        Admin get "/agent/settings/types" settings::types, FORM;
        Admin post "/agent/settings/types" settings::add_type, FORM;
        Admin get "/agent/settings/types/{id}" settings::kind, FORM;
        Admin post "/agent/settings/types/{id}" settings::change_type, FORM;
        Admin post "/agent/settings/types/{id}/statuses" settings::save_statuses, FORM;
        Admin get "/agent/settings/statuses/{id}/delete" settings::delete_form, FORM;
        Admin post "/agent/settings/statuses/{id}/delete" settings::delete_status, FORM;
        Admin get "/agent/settings/hours" settings::hours, FORM;
        Admin post "/agent/settings/hours" settings::save_hours, FORM;
        Admin get "/agent/settings/features" settings::features, FORM;
        Admin post "/agent/settings/features" settings::save_features, FORM;
        Admin get "/agent/settings/legal" settings::legal, FORM;
        Admin post "/agent/settings/legal" settings::save_legal, FORM;
        Admin get "/agent/settings/companies" settings::companies, FORM;
        Admin post "/agent/settings/companies" settings::add_company, FORM;
        Admin post "/agent/settings/companies/{id}" settings::change_company, FORM;
        Admin get "/agent/settings/portals" settings::portals, FORM;
        Admin post "/agent/settings/portals" settings::add_portal, UPLOAD;
        Admin get "/agent/settings/portals/new" settings::new_portal, FORM;
        Admin post "/agent/settings/portals/relays" settings::save_relays, FORM;
        Admin get "/agent/settings/portals/{id}" settings::portal, FORM;
        Admin post "/agent/settings/portals/{id}" settings::change_portal, UPLOAD;
        Admin post "/agent/settings/portals/{id}/switch" settings::switch_portal, FORM;
        Admin get "/agent/settings/plans" settings::plans, FORM;
        Admin post "/agent/settings/plans" settings::add_plan, FORM;
        Admin post "/agent/settings/plans/{id}" settings::change_plan, FORM;
        Admin get "/agent/settings/mails" settings::mails, FORM;
        Admin post "/agent/settings/mails" settings::save_look, FORM;
        Admin get "/agent/settings/mails/{kind}" settings::designer, FORM;
        Admin post "/agent/settings/mails/{kind}" settings::save_mail, FORM;
        Admin get "/agent/settings/guides" settings::guides, FORM;
        Admin post "/agent/settings/guides" settings::add_category, FORM;
        Admin post "/agent/settings/guides/categories/{id}" settings::change_category, FORM;
        Admin post "/agent/settings/guides/words" settings::save_words, FORM;
        Admin get "/agent/settings/guides/export" settings::export, FORM;
        Admin post "/agent/settings/guides/import" settings::import_guides, UPLOAD;
        Admin get "/agent/settings/imports" settings::imports, FORM;
        Admin post "/agent/settings/imports" settings::add_import, UPLOAD;
        Admin get "/agent/settings/imports/{id}" settings::import, FORM;
        Admin post "/agent/settings/imports/{id}" settings::import_act, FORM;
        Admin get "/agent/settings/addresses" settings::addresses, FORM;
        Admin post "/agent/settings/addresses" settings::add_address, FORM;
        Admin post "/agent/settings/addresses/{id}/test" settings::test_address, FORM;
        Admin post "/agent/settings/addresses/{id}" settings::name_address, FORM;
        Admin get "/agent/settings/signing" settings::signing, FORM;
        Admin post "/agent/settings/signing" settings::add_key, FORM;
        Admin post "/agent/settings/signing/{id}" settings::key_act, FORM;
        Admin get "/agent/settings/mailboxes" settings::mailboxes, FORM;
        Admin post "/agent/settings/mailboxes" settings::add_mailbox, FORM;
        Admin get "/agent/settings/mailboxes/consent" settings::end_consent, FORM;
        Admin post "/agent/settings/mailboxes/{id}" settings::change_mailbox, FORM;
        Admin post "/agent/settings/mailboxes/{id}/act" settings::mailbox_act, FORM;
        Admin post "/agent/settings/mailboxes/{id}/consent" settings::begin_consent, FORM;
        Admin get "/agent/settings/doctor" settings::doctor, FORM;
        Admin post "/agent/settings/doctor" settings::examine, FORM;
        Admin get "/agent/settings/agents" settings::agents, FORM;
        Admin post "/agent/settings/agents" settings::add_agent, FORM;
        Admin get "/agent/settings/agents/{id}" settings::agent, FORM;
        Admin post "/agent/settings/agents/{id}" settings::change_role, FORM;
        Admin post "/agent/settings/agents/{id}/grants" settings::add_grant, FORM;
        Admin get "/agent/settings/filters" settings::filters, FORM;
        Admin post "/agent/settings/filters" settings::add_filter, FORM;
        Admin post "/agent/settings/filters/{id}" settings::change_filter, FORM;
        Admin get "/agent/settings/automations" settings::rules, FORM;
        Admin post "/agent/settings/automations" settings::add_rule, FORM;
        Admin get "/agent/settings/automations/new" settings::new_rule, FORM;
        Admin get "/agent/settings/automations/{id}" settings::rule, FORM;
        Admin post "/agent/settings/automations/{id}" settings::change_rule, FORM;
        Admin post "/agent/settings/automations/{id}/act" settings::rule_act, FORM;
        Admin get "/agent/settings/automations/{id}/runs" settings::rule_log, FORM;
        Admin post "/agent/settings/automations/{id}/runs/undo" settings::undo_runs, FORM;
        Admin post "/agent/settings/automations/{id}/runs/{run}/undo" settings::undo_run, FORM;
        Admin get "/agent/settings/blocked" settings::blocked, FORM;
        Admin post "/agent/settings/blocked/{id}" settings::unblock, FORM;
        Public get "/api" api::docs, FORM;
        Public get "/api/v1/openapi.json" api::openapi, FORM;
        TokenRead get "/api/v1/me" api::me, FORM;
        TokenRead get "/api/v1/services" api::services, FORM;
        TokenRead get "/api/v1/types" api::types, FORM;
        TokenRead get "/api/v1/agents" api::agents, FORM;
        TokenRead get "/api/v1/views" api::views, FORM;
        TokenWrite post "/api/v1/views" api::add_view, FORM;
        TokenRead get "/api/v1/views/{id}" api::view, FORM;
        TokenWrite put "/api/v1/views/{id}" api::change_view, FORM;
        TokenWrite delete "/api/v1/views/{id}" api::delete_view, FORM;
        TokenRead get "/api/v1/canned" api::canned, FORM;
        TokenWrite post "/api/v1/canned" api::add_canned, FORM;
        TokenWrite put "/api/v1/canned/{id}" api::change_canned, FORM;
        TokenWrite delete "/api/v1/canned/{id}" api::delete_canned, FORM;
        TokenRead get "/api/v1/search" api::search, FORM;
        TokenRead get "/api/v1/tickets" api::tickets, FORM;
        TokenWrite post "/api/v1/tickets" api::add_ticket, UPLOAD;
        TokenRead get "/api/v1/tickets/{id}" api::ticket, FORM;
        TokenWrite patch "/api/v1/tickets/{id}" api::change_ticket, FORM;
        TokenRead get "/api/v1/tickets/{id}/messages" api::messages, FORM;
        TokenWrite post "/api/v1/tickets/{id}/messages" api::write, UPLOAD;
        TokenRead get "/api/v1/tickets/{id}/events" api::events, FORM;
        TokenWrite post "/api/v1/tickets/{id}/merge" api::merge, FORM;
        TokenWrite post "/api/v1/tickets/{id}/split" api::split, FORM;
        TokenWrite post "/api/v1/undo/{change}" api::undo, FORM;
        TokenRead get "/api/v1/files/{token}" api::file, FORM;
        TokenRead get "/api/v1/projects" api::projects, FORM;
        TokenWrite post "/api/v1/projects" api::add_project, FORM;
        TokenRead get "/api/v1/projects/{id}" api::project, FORM;
        TokenWrite patch "/api/v1/projects/{id}" api::change_project, FORM;
        TokenRead get "/api/v1/guides" api::guides, FORM;
        TokenWrite post "/api/v1/guides" api::add_guide, FORM;
        TokenRead get "/api/v1/guides/search" api::search_guides, FORM;
        TokenRead get "/api/v1/guides/{id}" api::guide, FORM;
        TokenWrite put "/api/v1/guides/{id}" api::change_guide, FORM;
        TokenWrite delete "/api/v1/guides/{id}" api::delete_guide, FORM;
        TokenRead get "/api/v1/topics" api::topics, FORM;
        TokenRead get "/api/v1/topics/{id}" api::topic, FORM;
        TokenWrite post "/api/v1/topics/{id}/comments" api::comment_topic, FORM;
        TokenWrite post "/api/v1/topics/{id}/moderation" api::moderate_topic, FORM;
        TokenWrite post "/api/v1/posts/{id}/moderation" api::moderate_post, FORM;
        TokenWrite post "/api/v1/people/{id}/sanctions" api::sanction, FORM;
        TokenRead get "/api/v1/people" api::find_people, FORM;
        TokenWrite post "/api/v1/people" api::add_person, FORM;
        TokenRead get "/api/v1/people/{id}" api::person, FORM;
        TokenConfigure get "/api/v1/webhooks" api::webhooks, FORM;
        TokenConfigure post "/api/v1/webhooks" api::add_webhook, FORM;
        TokenConfigure put "/api/v1/webhooks/{id}" api::change_webhook, FORM;
        TokenConfigure delete "/api/v1/webhooks/{id}" api::delete_webhook, FORM;
        TokenConfigure get "/api/v1/webhooks/{id}/deliveries" api::deliveries, FORM;
        TokenConfigure post "/api/v1/webhooks/{id}/replay" api::replay, FORM;
        Admin get "/agent/mail" agent::ledger, FORM;
        Admin post "/agent/mail/keeping" agent::keep_mail, FORM;
        Admin get "/agent/mail/suppressed" agent::suppressed, FORM;
        Admin post "/agent/mail/suppressed" agent::suppress, FORM;
        Admin post "/agent/mail/suppressed/{person}/release" agent::release_address, FORM;
        Admin get "/agent/mail/inbound/{id}" agent::held_mail, FORM;
        Admin post "/agent/mail/inbound/{id}" agent::decide_mail, FORM;
        Admin get "/agent/mail/inbound/{id}/mail.eml" agent::held_file, FORM;
        Admin post "/agent/mail/inbound/{id}/release" agent::release_mail, FORM;
        Admin post "/agent/mail/halt/end" agent::end_halt, FORM;
        Admin post "/agent/mail/limits" agent::limit_mail, FORM;
        Admin post "/agent/mail/providers/try" agent::try_provider, FORM;
        Admin post "/agent/mail/pauses/{id}/resume" agent::resume_mail, FORM;
    }
}

/// Every route and who may enter it.
#[must_use]
pub fn table() -> Vec<RouteInfo> {
    list()
        .into_iter()
        .map(|route| RouteInfo { method: route.method, path: route.path, access: route.access.code() })
        .collect()
}

/// The whole HTTP door.
pub fn router(app: App) -> Router {
    let mut pages: Router<App> = Router::new();
    let mut programs: Router<App> = Router::new();
    for route in list() {
        let (bytes, time) = route.size;
        let limits = ServiceBuilder::new()
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time))
            .layer(middleware::from_fn_with_state(bytes, access::body_limit))
            .layer(DefaultBodyLimit::max(bytes));
        match route.access.scope() {
            Some(scope) => {
                let guard = middleware::from_fn_with_state((app.clone(), scope), api::layer);
                programs = programs.route(route.path, route.handler.layer(limits).layer(guard));
            }
            None => {
                let guard = middleware::from_fn_with_state(route.access, access::layer);
                pages = pages.route(route.path, route.handler.layer(limits).layer(guard));
            }
        }
    }
    // No cookie counts here, so nothing that protects cookies is needed.
    let programs = programs
        .route("/api/v1/{*rest}", any(|| async { api::Problem::not_found() }))
        .layer(middleware::from_fn(api::in_json));
    pages
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::NotFound })
        // Browsers say where a request comes from; what another site sends is refused.
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), reader::layer))
        .route("/assets/{*path}", get(assets::serve))
        .merge(programs)
        .layer(CompressionLayer::new().gzip(true))
        .layer(CatchPanicLayer::new())
        .layer(safe(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(safe(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(safe(header::REFERRER_POLICY, "same-origin"))
        .layer(safe(header::X_FRAME_OPTIONS, "DENY"))
        .layer(safe(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(middleware::map_request(drain::layer))
        .with_state(app)
}

const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; \
                                       base-uri 'none'; form-action 'self'; object-src 'none'";

/// A header that every answer has, unless the handler set a stricter one.
fn safe(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// For load balancers: the process answers and its database too.
async fn healthz(axum::extract::State(app): axum::extract::State<App>) -> Result<&'static str, Failure> {
    app.desk.read(|conn| Ok(conn.one("select 1", &[], |row| row.get::<i64>(0))?)).await?;
    Ok("ok\n")
}
