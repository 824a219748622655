/** An accessibility statement to begin with: what is known of the service, and in brackets what only the authority knows. */
export function usualAccessibility(authority: string): string {
  return `This statement is about the public register of partnerships of ${authority}.

We want everyone to be able to use it. You can enlarge the text to four times its size, use every page with a keyboard alone or with a screen reader, and read it without colour or scripts.

What we know does not work well yet: documents that entries link to are kept elsewhere and may not be accessible. [Add what you find, or say that nothing else is known.]

The pages are built to meet level AA of the Web Content Accessibility Guidelines 2.2. [Say how and when the register was last tested, and by whom.]

If you cannot read something here, or need it in another form, write to the contact at the foot of the page. [Say within how many days you answer.]

If you are not content with our answer, you can turn to the Equality Advisory and Support Service. The Equality and Human Rights Commission enforces the accessibility regulations for public bodies.

[Say on what date this statement was written and when it was last looked over.]`
}

/** A privacy text to begin with. */
export function usualPrivacy(authority: string): string {
  return `${authority} publishes this register so that people can see which partnerships it belongs to and what it commits to them.

It names councillors, and officers who hold senior posts, because they answer to the public for what they do there. Other officers are shown by their post, and people of other bodies by what they do. It shows nobody’s personal address, telephone number or e-mail address.

These pages set no cookies and do not follow you. The server keeps a short record of requests to find faults and misuse. [Say for how long.]

If an entry says something about you that is wrong or should not be public, write to the contact at the foot of the page. [Name your data protection officer and how to reach them.] You can also complain to the Information Commissioner’s Office.`
}
