//! A person without a mouse: what journeys click, they press.

// A test ends by a panic, told at the line of the journey that asked.
#![allow(clippy::panic)]

use serde_json::{Value, json};
use thirtyfour::{Key, WebElement};

use crate::page::Page;

/// What a journey is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Clicks are clicks.
    Mouse,
    /// Clicks are keys: [`Page::click`] goes to the element by Tab and presses what its role wants.
    Keyboard,
}

impl Page {
    /// What a click would do, by keys alone. Fails with the reason where that can't be done.
    pub(crate) fn press_element(&self, element: &WebElement) -> Result<(), String> {
        let kind = self
            .ask("return arguments[0].getAttribute('role') ?? arguments[0].type ?? arguments[0].localName", element)?;
        match kind.as_str().unwrap_or_default() {
            // One stop of a group; arrows lead from one to the other, and choose it.
            "radio" => {
                let first = "const { form, name } = arguments[0], all = [...(form ?? document).querySelectorAll(`[name=${name}]`)];
                    return all.find((radio) => radio.checked) ?? all[0]";
                let first = self
                    .browser
                    .run(async |driver| driver.execute(first, vec![element.to_json()?]).await?.element())?;
                self.tab_to(&first)?;
                self.arrow_until("return document.activeElement === arguments[0] && arguments[0].checked", element)
            }
            // The focus stays in the field above.
            "option" => {
                self.arrow_until("return arguments[0].getAttribute('aria-selected') === 'true'", element)?;
                self.type_keys(Key::Enter.value().to_string())
            }
            "checkbox" => {
                self.tab_to(element)?;
                self.type_keys(" ".to_owned())
            }
            _ if self.ask("return arguments[0].matches('[role=table] [tabindex=\"-1\"]')", element)? == json!(true) => {
                // One stop of many rows; arrows lead from one to the other.
                let first = "return arguments[0].closest('[role=table]').querySelector('a:not([tabindex])')";
                let first = self
                    .browser
                    .run(async |driver| driver.execute(first, vec![element.to_json()?]).await?.element())?;
                self.tab_to(&first)?;
                self.arrow_until("return document.activeElement === arguments[0]", element)?;
                self.type_keys(Key::Enter.value().to_string())
            }
            "text" | "search" | "number" | "textarea" => self.tab_to(element),
            _ => {
                self.tab_to(element)?;
                self.type_keys(Key::Enter.value().to_string())
            }
        }
    }

    /// Gives an element the focus, and makes sure that Tab would have: from what stands before it, one Tab leads to it. With
    /// that true of every element that is used, each is reached from the page's start. The focus must be seen there.
    pub(crate) fn tab_to(&self, element: &WebElement) -> Result<(), String> {
        self.ask("arguments[0].focus()", element)?;
        self.browser.run(async |driver| {
            driver.action_chain().key_down(Key::Shift).send_keys(Key::Tab.value()).key_up(Key::Shift).perform().await?;
            driver.action_chain().send_keys(Key::Tab.value()).perform().await
        })?;
        let script = "const has = document.activeElement, style = getComputedStyle(has);
            if (has !== arguments[0]) return `Tab does not lead to it but to ${has.outerHTML.slice(0, 200)}`;
            const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
            const stroked = [...has.children].some((part) => part.ownerSVGElement && getComputedStyle(part).stroke !== 'none');
            if (!has.matches(':focus-visible') || !(outlined || stroked)) return 'the focus is not to be seen there';
            return ''";
        match self.ask(script, element)?.as_str() {
            Some("") => Ok(()),
            why => {
                let what = self.ask("return arguments[0].outerHTML.slice(0, 200)", element)?;
                Err(format!("{what} can't be used by keyboard: {}", why.unwrap_or_default()))
            }
        }
    }

    fn arrow_until(&self, reached: &str, element: &WebElement) -> Result<(), String> {
        for _ in 0..100 {
            if self.ask(reached, element)? == json!(true) {
                return Ok(());
            }
            self.type_keys(Key::Down.value().to_string())?;
        }
        Err("arrows do not lead there".to_owned())
    }

    fn type_keys(&self, keys: String) -> Result<(), String> {
        self.browser.run(async |driver| driver.action_chain().send_keys(keys).perform().await)
    }

    /// What a script returns about an element, its first argument.
    fn ask(&self, script: &str, element: &WebElement) -> Result<Value, String> {
        self.browser.run(async |driver| Ok(driver.execute(script, vec![element.to_json()?]).await?.json().clone()))
    }
}
