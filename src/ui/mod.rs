//! The page. Imports `wire`, `report`, `model` and the catalogue; never ingest, store or the folds.

pub mod browser;
pub mod client;

use crate::model::FileId;
use crate::report::FileReport;
use crate::wire::protocol::{Reply, Request};
use client::{Client, Heard};
use yew::prelude::*;

/// Builds the page.
pub fn start() {
    yew::set_custom_panic_hook(Box::new(|info| browser::report_panic(&info.to_string())));
    yew::Renderer::<App>::with_root(browser::root()).render();
}

struct App {
    client: Client,
    _drops: Vec<browser::Listening>,
    files: Vec<FileReport>,
    importing: Option<u32>,
    trouble: Option<String>,
    jobs: u32,
    told: u32,
}

enum Msg {
    Take(Vec<browser::FileHandle>),
    Heard(Heard),
    Remove(FileId),
    Sample,
    Cancel,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<App>) -> App {
        let hear = ctx.link().callback(Msg::Heard);
        let take = ctx.link().callback(Msg::Take);
        App {
            client: Client::start(move |heard| hear.emit(heard)),
            _drops: browser::on_drop(|_| {}, move |files| take.emit(files)),
            files: vec![],
            importing: None,
            trouble: None,
            jobs: 0,
            told: 0,
        }
    }

    fn update(&mut self, _ctx: &Context<App>, msg: Msg) -> bool {
        match msg {
            Msg::Take(files) => {
                self.jobs += 1;
                self.importing = Some(0);
                self.client.send(Request::Import { job: self.jobs, overrides: vec![] }, files);
            }
            Msg::Sample => {
                self.jobs += 1;
                self.client.send(Request::Sample { job: self.jobs }, vec![]);
            }
            Msg::Cancel => self.client.send(Request::Cancel { job: self.jobs }, vec![]),
            Msg::Remove(file) => self.client.send(Request::Remove { file }, vec![]),
            Msg::Heard(Heard::Reply(reply)) => match *reply {
                Reply::Progress { bytes, total, .. } => {
                    self.told += 1;
                    self.importing = Some((bytes * 100).checked_div(total).unwrap_or(0) as u32);
                }
                Reply::Files { files, .. } => {
                    self.files = files;
                    self.importing = None;
                }
                _ => {}
            },
            Msg::Heard(Heard::Crashed { name, detail }) => self.trouble = Some(format!("{name:?} {detail}")),
            Msg::Heard(Heard::Reload { detail }) => self.trouble = Some(format!("reload: {detail}")),
        }
        true
    }

    fn view(&self, ctx: &Context<App>) -> Html {
        let state = match () {
            () if self.importing.is_some() => "importing",
            () if self.files.is_empty() => "empty",
            () => "ready",
        };
        let take = ctx.link().callback(|event: Event| Msg::Take(browser::files_of_input(&event)));
        html! {
            <main data-state={state}>
                <h1>{ "店账 Dianzhang" }</h1>
                <label>{ "Files " }<input id="files" type="file" multiple=true onchange={take} /></label>
                <button id="sample" onclick={ctx.link().callback(|_| Msg::Sample)}>{ "Sample" }</button>
                if let Some(percent) = self.importing {
                    <p><span data-progress={percent.to_string()}>{ percent }</span>
                        <button id="cancel" onclick={ctx.link().callback(|_| Msg::Cancel)}>{ "Cancel" }</button></p>
                }
                if let Some(trouble) = &self.trouble {
                    <p role="alert">{ trouble }</p>
                }
                <ul>
                    { for self.files.iter().map(|file| {
                        let id = file.id;
                        html! {
                            <li data-file={file.name.clone()} data-rows-read={file.account.read.to_string()}
                                data-rows-used={file.account.used.to_string()} data-rows-set-aside={file.account.set_aside.to_string()}
                                title={format!("{:?}", file.state)}>
                                { &file.name }
                                <button onclick={ctx.link().callback(move |_| Msg::Remove(id))}>{ "×" }</button>
                            </li>
                        }
                    }) }
                </ul>
                <p id="told">{ self.told }</p>
            </main>
        }
    }
}
